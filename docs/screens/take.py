"""Takes the pictures of this folder from a running installation, in a real browser: see README.md beside it.

Usage: python take.py http://127.0.0.1:8080 USER PASSWORD, where Playwright and Chromium are installed.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"]  # fmt: skip
SIZE = {"width": 1100, "height": 560}


def main(address: str, user: str, password: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        page = browser.new_page(viewport=SIZE)
        page.goto(f"{address}/auth/login")
        page.fill("input[name=username]", user)
        page.fill("input[name=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/**")
        page.wait_for_timeout(3000)
        for dag in ("registration_ingest", "reference_ingest"):
            for view in ("grid", "graph"):
                run = latest_run(page, f"{address}/api/v2/dags/{dag}/dagRuns")
                take(page, f"{address}/dags/{dag}/runs/{run}", f"{dag}-{view}", view)
        form(page, f"{address}/dags/file_decision", "file_decision-form")
        browser.close()


def latest_run(page: Page, url: str) -> str:
    """The last run that an arriving file set off and that went well."""
    answer = page.request.get(f"{url}?state=success&run_type=asset_triggered&order_by=-run_after&limit=1")
    return str(answer.json()["dag_runs"][0]["dag_run_id"])


def take(page: Page, url: str, name: str, view: str) -> None:
    """Open a page in one of its views, wait until it stands still, keep what it looks like."""
    page.evaluate("view => localStorage.setItem('default_dag_view', JSON.stringify(view))", view)
    page.goto(url)
    page.wait_for_timeout(4000)
    for label in ("Expand all task groups", "Collapse Details Panel"):
        if page.get_by_label(label).count() and page.get_by_label(label).first.is_enabled():
            page.get_by_label(label).first.click()
    page.mouse.move(SIZE["width"] / 2, SIZE["height"] - 5)
    page.wait_for_timeout(3000)
    page.screenshot(path=HERE / f"{name}.png")


def form(page: Page, url: str, name: str) -> None:
    """The form that an operator fills in to decide about a file."""
    page.goto(url)
    page.wait_for_timeout(4000)
    page.get_by_role("button", name="Trigger").first.click()
    page.wait_for_timeout(3000)
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
