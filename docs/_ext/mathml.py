"""Write formulas as MathML while the site is built, so that no page loads a script.

latex2mathml turns a macro that it does not know into an identifier with a backslash,
and goes on; likewise where a brace or an argument is missing. Here each is a warning at
its place, and the strict build fails.
"""

import re
from xml.etree import ElementTree

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)
UNKNOWN = re.compile(r">\s*(\\[A-Za-z]+|\\)\s*<")
BRACE = re.compile(r"(?<!\\)[{}]")
TAKES = {"mfrac": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2, "msubsup": 3}
"""How many parts an element of MathML must have."""

NAMED = re.compile(r"<mo>([A-Za-z]{2,})</mo>")
APPLY = (
    r'<mrow><mi mathvariant="normal">\1</mi>'
    '<mo lspace="0" rspace="0.17em">&#x2061;</mo></mrow>'
)


def mathml(latex: str, display: str) -> str:
    r"""Return a formula as MathML.

    Args:
        latex: The formula.
        display: "inline" or "block".

    Raises:
        ValueError: If it cannot be read, or a macro is not known.
    """
    try:
        written = convert(latex.strip(), display=display)
    except Exception as problem:
        raise ValueError(f"{type(problem).__name__} {problem}".strip()) from problem
    unknown = UNKNOWN.findall(written)
    if unknown:
        raise ValueError(f"unknown macro {', '.join(unknown)}")
    braces = BRACE.findall(latex)
    if braces.count("{") != braces.count("}"):
        raise ValueError("a brace without its other one")
    for part in ElementTree.fromstring(written).iter():  # noqa: S314, our own text
        kind = part.tag.rpartition("}")[2]
        if len(part) != TAKES.get(kind, len(part)):
            raise ValueError(f"{kind} without all of its parts")
    # \operatorname becomes an operator, with space on both sides, as between terms.
    return NAMED.sub(APPLY, written)


def _written(node: nodes.Element, display: str, latex: str) -> str:
    try:
        return mathml(latex, display)
    except ValueError as problem:
        LOGGER.warning("formula: %s in %r", problem, latex, location=node)
        return ""


def _inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(_written(node, "inline", node.astext()))
    raise nodes.SkipNode


def _block(self: HTML5Translator, node: nodes.math_block) -> None:
    # One formula for each stretch between wide spaces, so that they wrap on a narrow
    # page; what is still too wide scrolls by itself, also from the keyboard.
    self.body.append('<div class="formula" tabindex="0" role="math">')
    for part in stretches(node.astext()):
        self.body.append(_written(node, "block", part))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def stretches(latex: str) -> list[str]:
    r"""Return the parts of a formula between `\qquad` outside of braces."""
    parts, depth = [""], 0
    for piece in re.split(r"(\\qquad\b|\\?[{}])", latex):
        depth += (piece == "{") - (piece == "}")
        if piece == r"\qquad" and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return [part for part in parts if part.strip()]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
