"""A telephone line to the test database that can be cut: what an outage looks like from the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.engine import make_url


class Line:
    """Passes bytes between a port here and PostgreSQL until it is cut."""

    def __init__(self, database_url: str) -> None:
        self._to = make_url(database_url)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._port = 0

    @property
    def url(self) -> str:
        """The same database through this line."""
        here = self._to.set(host="127.0.0.1", port=self._port, query={})
        return here.render_as_string(hide_password=False)

    async def connect(self) -> None:
        """Let connections through, on the same port every time."""
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break every connection and take no new ones."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await self._dial()
        both = {writer, there_writer}
        self._writers |= both
        try:
            await asyncio.gather(_copy(reader, there_writer), _copy(there_reader, writer))
        finally:
            self._writers -= both
            for one in both:
                one.transport.abort()

    async def _dial(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        folder = self._to.query.get("host")
        if isinstance(folder, str) and folder.startswith("/"):
            return await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{self._to.port or 5432}")
        return await asyncio.open_connection(self._to.host or "127.0.0.1", self._to.port or 5432)


@asynccontextmanager
async def line_to(database_url: str) -> AsyncIterator[Line]:
    """A line that is connected."""
    line = Line(database_url)
    await line.connect()
    try:
        yield line
    finally:
        await line.cut()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.transport.abort()
