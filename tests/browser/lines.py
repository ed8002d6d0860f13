"""The line between a page and the server: it can go dead while it looks open."""

from playwright.async_api import Page, WebSocketRoute

from tests.servers import until


class Line:
    """The sockets of one page. A dead one stays open and says nothing any more, in either direction."""

    def __init__(self) -> None:
        self.opened = 0
        self._dead = 0
        self._is_cut = False
        self._newest: WebSocketRoute | None = None

    @classmethod
    async def lay(cls, page: Page) -> "Line":
        """Load the page again, with its sockets on a line of ours."""
        line = cls()
        await page.route_web_socket("**/ws", line._join)
        await page.reload()
        return line

    def go_dead(self) -> None:
        """Whatever is open now says nothing any more; a new socket does."""
        self._dead = self.opened

    def cut(self) -> None:
        """Nothing gets through, whatever is opened, until ``mend``."""
        self._is_cut = True
        self.go_dead()

    def mend(self) -> None:
        """New sockets get through; those that were cut stay dead."""
        self._is_cut = False
        self.go_dead()

    async def hang_up(self) -> None:
        """The newest socket is closed, as by a server that restarts."""
        assert self._newest is not None
        await self._newest.close(code=1012, reason="return_within=1")

    async def wait_opened(self, count: int) -> None:
        """Wait until so many sockets have been opened."""

        async def there() -> bool:
            return self.opened >= count

        await until(there, patience=20)

    def _join(self, page: WebSocketRoute) -> None:
        self.opened += 1
        self._newest = page
        number = self.opened
        server = page.connect_to_server()

        def is_dead() -> bool:
            return self._is_cut or number <= self._dead

        def to_server(message: str | bytes) -> None:
            if not is_dead():
                server.send(message)

        def to_page(message: str | bytes) -> None:
            if not is_dead():
                page.send(message)

        page.on_message(to_server)
        server.on_message(to_page)
