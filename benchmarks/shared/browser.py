"""A real browser that opens a page which Inkling wrote."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from engine import InklingError

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=800)
NO_BROWSER = f"There is no browser on this computer: install one of {', '.join(PROGRAMS)}."
IDLE = "() => !answering && !outdated"
"""Whether the page to play with shows the answer to its drawing."""


@dataclass
class Opened:
    """A page in the browser, and everything that it should not have done."""

    page: Page
    problems: list[str] = field(default_factory=list)
    """What stands in its console, and what it asked for besides its own file."""

    def run(self, script: str, argument: Any = None) -> Any:
        """What a JavaScript function of the argument returns in the page; both are values that JSON has."""
        # As one text: Playwright takes apart every number of a list.
        call = f"async text => JSON.stringify((await ({script})(JSON.parse(text))) ?? null)"
        return json.loads(self.page.evaluate(call, json.dumps(argument)))

    def settle(self) -> None:
        """Wait until the page has answered."""
        self.page.wait_for_function(IDLE)


def browser_program() -> str | None:
    """Where the browser is; None if there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser of this computer. Raises InklingError when there is none."""
    program = browser_program()
    if program is None:
        raise InklingError(NO_BROWSER)
    with sync_playwright() as playwright:
        # In a container, where the user is root, it has no sandbox.
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@contextmanager
def opened(found: Browser, file: Path, size: ViewportSize = DESK, **options: Any) -> Iterator[Opened]:
    """The file as somebody opens it from a folder. `options` are those of Playwright's `new_context`."""
    context = found.new_context(viewport=size, **options)
    page = context.new_page()
    one = Opened(page)
    page.on("console", lambda message: one.problems.append(message.text))
    page.on("pageerror", lambda error: one.problems.append(str(error)))
    page.on("request", lambda request: _note_request(one, file, request.url))
    page.goto(file.as_uri())
    yield one
    context.close()


def _note_request(one: Opened, file: Path, address: str) -> None:
    if address != file.as_uri() and not address.startswith("data:"):
        one.problems.append(f"asked for {address}")
