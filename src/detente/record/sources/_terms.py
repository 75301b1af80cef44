"""Terms of use and pages that several data sets share."""

__all__ = ["COW", "COW_SITE", "COW_UPLOADS", "MILLER"]

COW = (
    "free for research with citation; no explicit licence to pass it on is known "
    "(Correlates of War terms)"
)
MILLER = "; the copy in the R package peacesciencer (S. V. Miller) is GPL-2"
COW_SITE = "https://correlatesofwar.org/data-sets/"
COW_UPLOADS = "https://correlatesofwar.org/wp-content/uploads/"
