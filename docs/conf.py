"""How Sphinx builds the site: `make docs`."""

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "detente"
author = "The detente developers"
version = release = installed("detente")
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "citations",
    "docstrings",
    "mathml",
    "notebook",
]
exclude_patterns = ["_build", "_ext", "_static", "pictures"]

# Markdown: formulas between dollars, `:::` blocks, links to headings as on a forge.
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 4
myst_update_mathjax = False

# Python: docstrings are Google's, single backticks are code.
autodoc_class_signature = "separated"  # nobody constructs what dt.run returns
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
default_role = "code"
napoleon_numpy_docstring = False
napoleon_attr_annotations = False
napoleon_use_ivar = True

# The site: nothing in it may come from another host, so formulas are MathML.
html_theme = "furo"
html_math_renderer = "mathml"
html_title = f"detente {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_copyright = False
