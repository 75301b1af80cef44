"""Run the commands that a page of the documentation shows, in order, in this folder.

python scripts/run_docs.py docs/howto/keep-and-share.md

Blocks in `sh` and `python` are run, unless they open with a comment that says why not:
`# not run: needs an hour`. Python blocks of a page share their names. Lines that call
make are not run; their targets must exist.
"""

import re
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

__all__ = ["Block", "blocks", "unknown_targets"]

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("sh", "python")
SKIPPED = re.compile(r"# not run: \S")
SHOWN = 2000
"""Letters of a failed command's output that are shown, from its end."""


class Block(NamedTuple):
    """One block of code of a page.

    Attributes:
        kind: "sh" or "python".
        line: Line of the page on which the code begins, from 1.
        code: The code.
    """

    kind: str
    line: int
    code: str


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a page that are to be run.

    Args:
        text: The page, in Markdown.
    """
    for token in MarkdownIt().parse(text):
        told = token.type == "fence" and token.info in KINDS
        if told and token.map and not SKIPPED.match(token.content):
            yield Block(token.info, token.map[0] + 2, token.content)


def unknown_targets(code: str, makefile: str) -> list[str]:
    """Return what a block asks make for that the Makefile does not offer.

    Args:
        code: The block.
        makefile: The Makefile.
    """
    said = " ".join(re.findall(r"^make\b([^#\n]*)", code, flags=re.MULTILINE))
    asked = re.findall(r"(?<= )[a-z]+\b(?!=)", re.sub(r'"[^"]*"', "", said))
    return [name for name in asked if not re.search(rf"(?m)^{name}:", makefile)]


def _shell(block: Block) -> str:
    """Run a block of commands, and return what went wrong."""
    unknown = unknown_targets(block.code, (ROOT / "Makefile").read_text("utf-8"))
    if unknown:
        return f"the Makefile has no target {', '.join(unknown)}"
    code = re.sub(r"(?m)^make\b.*$", "", block.code)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stdout + done.stderr)[-SHOWN:]
    return f"exit status {done.returncode}\n{said}" if done.returncode else ""


def _python(block: Block, page: str, names: dict[str, object]) -> str:
    """Run a block of Python, and return what went wrong."""
    code = "\n" * (block.line - 1) + block.code
    try:
        exec(compile(code, page, "exec"), names)  # noqa: S102
    except Exception:
        return traceback.format_exc()
    return ""


def main() -> int:
    """Run one page."""
    page = sys.argv[1]
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(Path(page).read_text(encoding="utf-8")):
        wrong = _shell(block) if block.kind == "sh" else _python(block, page, names)
        if wrong:
            print(f"{page}:{block.line}: {wrong}\n{block.code}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
