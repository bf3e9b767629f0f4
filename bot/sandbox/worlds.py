"""All bots of one sandbox, found by token or by id."""

from collections.abc import Callable

from bot.sandbox.clock import Clock
from bot.sandbox.settings import Settings
from bot.sandbox.store import Store
from bot.sandbox.world import World


class Worlds:
    """One world a token; the first token is the one meant when none is named."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock()
        self.store = Store(settings.data)
        self.by_token: dict[str, World] = {}
        self.on_new: Callable[[World], None] | None = None
        for _, row in self.store.load("clock"):
            self.clock.offset = row["offset"]
        for token in [*settings.tokens, *(row["token"] for _, row in self.store.load("token"))]:
            self.add(token)

    def add(self, token: str) -> World:
        """The world of a token, made when it is new."""
        if token not in self.by_token:
            world = World(token, self.store, self.clock, self.settings)
            self.by_token[token] = world
            if self.on_new is not None:
                self.on_new(world)
            self.store.changed("token", token, lambda: {"token": token})
        return self.by_token[token]

    def find(self, bot_id: str | None) -> World | None:
        """The world of a bot id, or the first one."""
        if bot_id is None:
            return next(iter(self.by_token.values()))
        return next((world for world in self.by_token.values() if world.name == bot_id), None)

    def keep_clock(self) -> None:
        """Keep how far the clock was moved."""
        self.store.changed("clock", "clock", lambda: {"offset": self.clock.offset})
