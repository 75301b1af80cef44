"""What the tables of Gibler, Miller and Little share."""

__all__ = ["CITATION", "TERMS"]

CITATION = (
    "Gibler, D. M., Miller, S. V. and Little, E. K. (2016), An analysis of the "
    "Militarized Interstate Dispute (MID) dataset, 1816-2001, International Studies "
    "Quarterly 60(4)."
)
TERMS = "free with citation"
