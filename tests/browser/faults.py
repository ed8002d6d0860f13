"""Everything that goes wrong in a page without being seen: a test fails on it unless it said that it would happen."""

import re
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, ConsoleMessage, Request, WebError

_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} forbids ${event.blockedURI || "inline code"}`));
"""


@dataclass  # no slots: Playwright hangs its wrappers on whoever owns a handler
class Faults:
    """Console errors, exceptions, requests that failed and what the content policy forbade, of all pages of a test."""

    found: list[str] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """From now on, and looking back, a fault that this regular expression finds is no surprise."""
        self.expected.append(re.compile(pattern))

    def surprises(self) -> list[str]:
        return [fault for fault in self.found if not any(pattern.search(fault) for pattern in self.expected)]

    def check(self) -> None:
        """Fail on anything that was not expected."""
        surprises = self.surprises()
        assert not surprises, "in the pages of this test:\n" + "\n".join(surprises)

    async def watch(self, context: BrowserContext) -> None:
        await context.add_init_script(_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._exception)
        context.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location
            self.found.append(f"console: {message.text} ({where['url']}:{where['lineNumber']})")

    def _exception(self, error: WebError) -> None:
        self.found.append(f"exception: {error.error}")

    def _failed(self, request: Request) -> None:
        # A request that the page gave up itself, by going elsewhere for instance, has not failed.
        if request.failure not in {"net::ERR_ABORTED", None}:
            self.found.append(f"request: {request.method} {request.url} {request.failure}")
