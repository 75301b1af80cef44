"""Make the pictures of README and docs from a report, in a real browser.

    detente run nato-east-asia
    python scripts/screenshots.py runs/nato-east-asia/*/report.html

Needs Chromium: Debian's package, or DETENTE_CHROMIUM=/path.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
READY = "html[data-ready=yes]"
WIDE = {"width": 1280, "height": 1240}
PHONE = {"width": 390, "height": 844}

VIEWS = ("series", "map", "network")
"""Views that are pictured by themselves."""


def _pictured(page: Any, slug: str, folder: Path) -> None:
    """Take the first screen and single views."""
    page.screenshot(path=folder / f"{slug}.png")
    # The bar of sections stays in sight, and would cover what it is in front of.
    page.evaluate("document.querySelector('nav').style.position = 'static'")
    for view in VIEWS:
        section = page.locator(f"section#{view}")
        if section.count():
            section.screenshot(path=folder / f"{slug}-{view}.png")


def main() -> int:
    """Open the report wide, dark and on a phone, and keep what is seen."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("report", type=Path, help="report.html of a run")
    parser.add_argument("--to", type=Path, default=PICTURES, help="folder of pictures")
    options = parser.parse_args()
    browser_path = os.environ.get("DETENTE_CHROMIUM") or shutil.which("chromium")
    if not browser_path:
        sys.exit("no chromium here; install it, or set DETENTE_CHROMIUM")
    report = options.report.resolve()
    slug = report.parent.parent.name
    options.to.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=FLAGS)
        for name, size, scheme in (
            ("", WIDE, "light"), ("-dark", WIDE, "dark"), ("-phone", PHONE, "light")
        ):  # fmt: skip
            page = browser.new_page(viewport=size, color_scheme=scheme)
            page.goto(f"file://{report}")
            page.wait_for_selector(READY, state="attached")
            if name:
                page.screenshot(path=options.to / f"{slug}{name}.png")
            else:
                _pictured(page, slug, options.to)
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
