"""When a page has settled in a browser: the last change that can be seen, by the browser's own clock."""

from __future__ import annotations

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as TookTooLong

from tools.bench.viewers import MOST_SECONDS
from tools.browser import FINISHED

# Nothing has to have changed for so long before a page counts as settled; it is not counted itself.
QUIET_MS = 300
POLLING_MS = 50
HEARD_WITHIN_MS = 5000
# Notes when the viewer has acted, when the page has asked the server since and heard from it, and the last
# change: a message, a change of the page's main part, or the end of a task that kept the browser busy, as
# drawing does.
WATCHING = """() => {
    const now = () => performance.now();
    const bench = window.bench = {acted: 0, asked: 0, last: 0, answered: false};
    const act = () => { bench.acted = bench.last = now(); bench.answered = false; };
    window.addEventListener('keydown', event => { if (event.key === 'Enter') act(); }, true);
    window.addEventListener('mousedown', act, true);
    const send = WebSocket.prototype.send;
    const known = new WeakSet();
    WebSocket.prototype.send = function (said) {
        bench.asked = now();
        if (!known.has(this)) {
            known.add(this);
            this.addEventListener('message', () => {
                bench.last = now();
                bench.answered ||= bench.asked > bench.acted;
            });
        }
        return send.call(this, said);
    };
    new MutationObserver(records => {
        if (records.some(({target}) => target.parentElement?.closest('[data-testid="stMain"]'))) {
            bench.last = now();
        }
    }).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
    new PerformanceObserver(list => {
        for (const task of list.getEntries()) {
            bench.last = Math.max(bench.last, task.startTime + task.duration);
        }
    }).observe({entryTypes: ['longtask']});
}"""
SETTLED = f"""() => {{
    const finished = {FINISHED};
    return window.bench.answered && finished() && performance.now() - window.bench.last > {QUIET_MS};
}}"""


class DidNotSettle(Exception):
    """The page did not come to rest within the time of a cell, or showed that it has no figures."""


class NotHeard(Exception):
    """A click that went under while the page was being drawn: nothing was measured."""


def watch(page: Page) -> None:
    """Lets every document that is loaded into a page be watched."""
    page.add_init_script(f"({WATCHING})()")


def settled(page: Page) -> float:
    """Waits for the page to settle; gives the seconds since the viewer acted, or since it was asked for.

    Raises DidNotSettle.
    """
    try:
        page.wait_for_function(SETTLED, timeout=MOST_SECONDS * 1000, polling=POLLING_MS)
    except TookTooLong as error:
        raise DidNotSettle(f"not settled within {MOST_SECONDS} s") from error
    if page.get_by_test_id("stException").count() or page.get_by_test_id("stAlertContentError").count():
        raise DidNotSettle("the page shows an error")
    taken: float = page.evaluate("window.bench.last - window.bench.acted")
    return taken / 1000


def opened(page: Page, address: str) -> float:
    """Opens an address; gives the seconds until it has settled."""
    page.bring_to_front()
    page.goto(address)
    return settled(page)


def filtered(page: Page, label: str, code: str) -> float:
    """Adds a code to a filter of the sidebar; gives the seconds until the page has settled."""
    page.bring_to_front()
    box = filter_box(page, label).get_by_role("combobox")
    box.click()
    box.fill(code)
    page.get_by_role("option", name=code).first.wait_for()
    box.press("Enter")
    return settled(page)


def widened(page: Page, label: str) -> float:
    """Empties a filter of the sidebar; gives the seconds until the page has settled.

    Raises NotHeard and DidNotSettle.
    """
    page.bring_to_front()
    # While its list is open, nothing else can be reached.
    page.keyboard.press("Escape")
    filter_box(page, label).get_by_role("button", name="Clear all").click()
    try:
        page.wait_for_function("() => window.bench.answered", timeout=HEARD_WITHIN_MS, polling=POLLING_MS)
    except TookTooLong as error:
        raise NotHeard("the page did not hear the click") from error
    return settled(page)


def filter_box(page: Page, label: str) -> Locator:
    """A filter of the sidebar."""
    return page.get_by_test_id("stSidebar").get_by_test_id("stMultiSelect").filter(has_text=label)
