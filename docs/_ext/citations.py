"""Link keys in square brackets, such as [Walt1987], to the list of references."""

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

BIBLIOGRAPHY = Path(__file__).parents[1] / "references.bib"
PAGE = "reference/references"
ENTRY = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)
CITED = re.compile(r"(?<=[\[( ;,])[A-Z][A-Za-z]*(?:18|19|20)\d\d[A-Za-z]*(?=[\]); ,.])")
SILENT = (nodes.literal, nodes.literal_block, nodes.reference, nodes.title)


class Citations(SphinxTransform):
    """Turn every key that the bibliography knows into a link."""

    default_priority = 700

    def apply(self) -> None:
        """Visit the texts of a page."""
        if self.env.docname == PAGE:
            return
        known = set(ENTRY.findall(BIBLIOGRAPHY.read_text(encoding="utf-8")))
        for text in list(self.document.findall(nodes.Text)):
            if not _inside(text, SILENT) and CITED.search(text):
                text.parent.replace(text, list(_parts(text, known)))


def _inside(node: nodes.Node, kinds: tuple[type[nodes.Element], ...]) -> bool:
    while node := node.parent:
        if isinstance(node, kinds):
            return True
    return False


def _parts(text: nodes.Text, known: set[str]) -> Iterator[nodes.Node]:
    at = 0
    for match in CITED.finditer(text):
        key = match.group()
        if key not in known:
            continue
        yield nodes.Text(text[at : match.start()])
        yield addnodes.pending_xref(
            "", nodes.Text(key), refdomain="std", reftype="ref",
            reftarget=f"ref-{key.lower()}", refexplicit=True, refwarn=True,
        )  # fmt: skip
        at = match.end()
    yield nodes.Text(text[at:])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the transform."""
    app.add_transform(Citations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
