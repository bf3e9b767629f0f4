"""Who takes part: Way In in each of its ways of running, and bare echo bots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.sandbox.running import free_port
from bot.sandbox.settings import DEMO_TOKEN
from db.keyring import new_key

# Nothing here is about the pace or about bursts: both are out of the way.
_UNHINDERED = {
    "WAYIN_PACE_OVERALL": "1000000",
    "WAYIN_PACE_CHAT": "1000000",
    "WAYIN_PACE_CHAT_BURST": "1000000",
    "WAYIN_PACE_GROUP": "1000000",
    "WAYIN_BURST_MESSAGES": "1000000",
}
_SECRET = "benchmark-secret"


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot process; `database_url` is empty for those that keep nothing."""

    name: str
    token: str
    module: str
    arguments: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    database_url: str = ""


def way_in(name: str, api: str, database_url: str, *, webhook: bool, key: str | None = None) -> Contender:
    """The whole bot, as `wayin run` starts it, with the demo's sample data."""
    port = free_port()
    environment = {
        **_UNHINDERED,
        "WAYIN_DEMO": "true",
        "WAYIN_BOT_TOKEN": DEMO_TOKEN,
        "WAYIN_TELEGRAM_API_BASE": api,
        "WAYIN_DATABASE_URL": database_url,
        "WAYIN_DATA_KEYS": key or new_key(),
        "WAYIN_LISTEN_PORT": str(port),
        "WAYIN_LOG_LEVEL": "WARNING",
    }
    if webhook:
        environment |= {"WAYIN_WEBHOOK_URL": f"http://127.0.0.1:{port}", "WAYIN_WEBHOOK_SECRET": _SECRET}
    return Contender(name, DEMO_TOKEN, "bot", ("run",), environment, database_url)


def ptb_echo(api: str, token: str, *, concurrent: bool) -> Contender:
    """python-telegram-bot with its defaults, or with concurrent_updates(True)."""
    name = "python-telegram-bot, " + ("concurrent" if concurrent else "sequential")
    arguments = ["--api", api, "--token", token, *(["--concurrent"] if concurrent else [])]
    return Contender(name, token, "benchmarks.peers.ptb_echo", arguments)


def aiogram_echo(api: str, token: str) -> Contender:
    """Aiogram with its defaults."""
    return Contender("aiogram", token, "benchmarks.peers.aiogram_echo", ["--api", api, "--token", token])
