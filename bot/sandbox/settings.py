"""What can be set about a sandbox: tokens, where it keeps its chats, limits and time scales."""

from dataclasses import dataclass, field
from pathlib import Path

DEMO_TOKEN = "1:sandbox-demo-token"  # noqa: S105 - a made-up token that opens nothing but a local sandbox


@dataclass(slots=True)
class Limits:
    """Telegram's documented sending limits; a rate of 0 means no such limit."""

    overall_per_second: float = 30.0
    overall_burst: float = 30.0
    chat_per_second: float = 1.0
    chat_burst: float = 5.0
    group_per_minute: float = 20.0
    group_burst: float = 20.0
    slow_repeated_polls: bool = True
    """Answer a second getUpdates with the same offset late and short, as Telegram does."""

    @classmethod
    def off(cls) -> "Limits":
        """No rate limit at all, for tests and benchmarks that measure something else."""
        return cls(0, 0, 0, 0, 0, 0, slow_repeated_polls=False)


@dataclass(slots=True)
class Settings:
    """One sandbox process."""

    tokens: tuple[str, ...] = (DEMO_TOKEN,)
    data: Path | None = None
    """The SQLite file that holds chats and counters; None keeps them in memory only."""
    smtp_port: int | None = None
    """Where e-mail is caught; None catches none, 0 takes any free port."""
    limits: Limits = field(default_factory=Limits)
    webhook_timeout: float = 60.0
    webhook_retry_scale: float = 1.0
    """Multiplies every pause between webhook attempts (Retry-After too); tests set it near 0."""
    update_seconds: float = 24 * 3600.0
    callback_seconds: float = 150.0
    delete_seconds: float = 48 * 3600.0
    flush_seconds: float = 0.1
    """How often changes reach the file; only a kill of the sandbox itself can lose that much."""
    seed: int = 1
