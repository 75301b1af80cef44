"""Make the pictures of the page for README and docs, in a real browser.

    detente serve --port 8000
    python scripts/page_screenshots.py http://127.0.0.1:8000/

Needs Chromium: Debian's package, or DETENTE_CHROMIUM=/path. It waits until a change is
computed whole, which takes minutes at the first time.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
WHOLE = "html[data-whole=yes][data-busy=no]"
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
SHOTS = (("", WIDE, "light"), ("-dark", WIDE, "dark"), ("-phone", PHONE, "light"))
MINUTES = 10


def main() -> int:
    """Open the first page and a changed scenario, and keep what is seen."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("address", help="address that detente serve printed")
    parser.add_argument("--scenario", default="nato-east-asia")
    parser.add_argument("--set", default="CHN.empathy=0.95", help="what to change")
    parser.add_argument("--to", type=Path, default=PICTURES, help="folder of pictures")
    options = parser.parse_args()
    browser_path = os.environ.get("DETENTE_CHROMIUM") or shutil.which("chromium")
    if not browser_path:
        sys.exit("no chromium here; install it, or set DETENTE_CHROMIUM")
    options.to.mkdir(parents=True, exist_ok=True)
    from urllib.parse import urlencode, urljoin

    from playwright.sync_api import sync_playwright

    query = urlencode({"set": options.set})
    changed = urljoin(options.address, f"/s/{options.scenario}?{query}")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=FLAGS)
        for name, size, scheme in SHOTS:
            page = browser.new_page(viewport=size, color_scheme=scheme)
            page.set_default_timeout(MINUTES * 60_000)
            page.goto(changed)
            page.locator(WHOLE).wait_for(state="attached")
            page.locator("#figure svg").first.wait_for()
            page.screenshot(path=options.to / f"page{name}.png")
            page.locator("#views").scroll_into_view_if_needed()
            page.screenshot(path=options.to / f"page-views{name}.png")
            page.goto(options.address)
            page.screenshot(path=options.to / f"page-front{name}.png")
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
