"""Windows of the browser that one test after another looks through.

A new one reads all the scripts of the frontend anew, which takes longer than the page that is looked at. So
what is given back is emptied of what the test before has left, and taken by whoever asks for one like it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Error, Page

DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
# On a page that is no page there is no storage.
EMPTY_STORAGE = "() => { try { localStorage.clear(); sessionStorage.clear() } catch (refused) {} }"


class Windows:
    """The windows of one browser, by the options of Playwright's ``new_context`` that they were made with."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Page]] = {}

    @contextmanager
    def opened(self, cookies: Sequence[Any] = (), **options: Any) -> Iterator[Page]:
        """A window in which there is nothing but those cookies, with those options, and the size of a desk's
        screen if they name none."""
        options = DESK | options
        free = self._free.setdefault(repr(sorted(options.items())), [])
        page = free.pop() if free else self._browser.new_context(**options).new_page()
        page.context.add_cookies(cookies)
        try:
            yield page
        finally:
            try:
                _tidy(page, options)
                free.append(page)
            except Error:
                # Nobody knows in what state it is.
                page.context.close()


def _tidy(page: Page, options: Mapping[str, Any]) -> None:
    """Empties a window of cookies, of what pages have stored and of other tabs, and makes it what it was."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.evaluate(EMPTY_STORAGE)
    page.goto("about:blank")
    page.context.clear_cookies()
    page.context.set_offline(options.get("offline", False))
    page.emulate_media(color_scheme=options.get("color_scheme", "light"), media="null")
    page.set_viewport_size(options["viewport"])
