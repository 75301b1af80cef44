"""Show a notebook as a page: its texts and its code, without running anything."""

import json

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx


def page(notebook: str) -> str:
    """Return a notebook as Markdown.

    Args:
        notebook: The JSON of the file.
    """
    parts = []
    for cell in json.loads(notebook)["cells"]:
        text = "".join(cell["source"]).rstrip()
        parts.append(
            text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```"
        )
    return "\n\n".join(parts) + "\n"


class NotebookParser(MystParser):
    """Markdown from the cells of a notebook."""

    supported = ("ipynb",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse the page that a notebook holds.

        Args:
            inputstring: The JSON of the file.
            document: The page.
        """
        super().parse(page(inputstring), document)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the kind of file."""
    app.add_source_suffix(".ipynb", "ipynb")
    app.add_source_parser(NotebookParser)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
