"""Every setting, declared once: environment variables with the prefix WAYIN_, read in `__main__` and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.journeys import CHECK_IN_WEEKS
from bot.domain.mail_server import MailServer, read_mail_server
from bot.errors import SettingsError
from bot.messages.emails import is_address

Country = Literal["uk", "se"]
_MOST_WEEKS = 104

SANDBOX_TOKEN = "1:sandbox-demo-token"  # noqa: S105 - not a secret: it only opens the local sandbox
OFFICIAL_API = "https://api.telegram.org"


class Settings(BaseSettings):
    """How this deployment runs; secrets have no default."""

    model_config = SettingsConfigDict(env_prefix="WAYIN_", frozen=True, extra="forbid")

    bot_token: SecretStr = Field(min_length=1, description="The bot's token from @BotFather")
    telegram_api_base: str = Field(
        OFFICIAL_API, description="Where the Bot API is served (the sandbox, or a local Bot API server)"
    )
    database_url: str = Field("sqlite:///way-in.db", description="SQLite for one process, postgresql:// to scale")
    data_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        description="Keys for encrypted columns, newest first, separated by commas (`wayin keys new`)"
    )
    countries: Annotated[tuple[Country, ...], NoDecode] = Field(
        ("uk",), description="uk, se, or uk,se (then people are asked first)"
    )
    controllers: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Organisation that runs the service in each country, by its id in bot/content/organisations"
    )
    database_connections: int = Field(10, description="Connections to PostgreSQL for each process", ge=2)
    webhook_url: str | None = Field(None, description="Public HTTPS address of the webhook; unset means polling")
    webhook_secret: SecretStr | None = Field(None, description="What Telegram must send back with every update")
    listen_host: str = Field("127.0.0.1", description="Where the web server listens")
    listen_port: int = Field(8080, description="The web server's port", ge=0, le=65535)
    console_url: str = Field(
        "http://127.0.0.1:8080", description="Where staff reach the console, for links in messages"
    )
    public_pages: bool = Field(
        True, description="Plain pages of what is open, for anybody, at `/open`; false shows none"
    )
    smtp_url: SecretStr | None = Field(
        None, description="Where e-mail is handed over: smtp://user:password@host:587 (STARTTLS) or smtps://"
    )
    mail_from: str | None = Field(None, description="The address our e-mails come from; needed with WAYIN_SMTP_URL")
    proxies: int = Field(
        0, description="Proxies in front of the web server whose `X-Forwarded-For` is believed", ge=0, le=5
    )
    cache_dir: Path = Field(
        Path(".cache"), description="Where what was learned from the intents is kept between starts"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged")
    pace_overall: float = Field(30, description="Messages a second to everybody together", gt=0)
    pace_chat: float = Field(1, description="Messages a second to one chat", gt=0)
    pace_chat_burst: int = Field(5, description="Messages one chat may get at once", ge=1)
    pace_group: float = Field(20, description="Messages a minute to one group", gt=0)
    burst_messages: int = Field(
        12, description="Messages within 10 seconds after which a chat is asked to slow down", ge=2
    )
    link_domains: Annotated[tuple[str, ...], NoDecode] = Field(
        ("gov.uk", "nhs.uk", "ac.uk", "arbetsformedlingen.se", "stockholm.se"),
        description="Where broadcasts may link to, and everything below, separated by commas",
    )
    feed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Hosts that feeds may be fetched from, separated by commas; unset fetches nothing"
    )
    check_in_weeks: Annotated[tuple[int, ...], NoDecode] = Field(
        CHECK_IN_WEEKS, description="Weeks after a start at which people are asked if they are still there"
    )
    check_links: bool = Field(
        False,
        description="Look at the links of what is open once a week and show staff those that stopped working",
    )
    broadcast_approval_above: int = Field(
        100, description="A broadcast to more people than this needs a second person", ge=0
    )
    demo: bool = Field(False, description="Sample data and demo log-ins; refuses a real bot token")
    demo_secret: SecretStr | None = Field(
        None, description="What the demo's one-time log-in links are made of; only in the demo"
    )

    demo_clock_ahead: int = Field(
        0, description="Minutes by which the demo's clock is ahead (`--working-hours`); only in the demo", ge=0
    )

    @field_validator("countries", "controllers", "link_domains", "feed_hosts", "check_in_weeks", mode="before")
    @classmethod
    def _split_countries(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value

    @field_validator("data_keys", mode="before")
    @classmethod
    def _split_keys(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("smtp_url")
    @classmethod
    def _readable_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            read_mail_server(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _an_address(cls, value: str | None) -> str | None:
        if value is not None and not is_address(value):
            raise ValueError("must be an e-mail address, name@example.org")
        return value

    @field_validator("countries")
    @classmethod
    def _some_country(cls, value: tuple[Country, ...]) -> tuple[Country, ...]:
        if not value or len(set(value)) != len(value):
            raise ValueError("name each country once: uk, se or uk,se")
        return value

    @field_validator("check_in_weeks")
    @classmethod
    def _some_weeks(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if not value or any(not 1 <= weeks <= _MOST_WEEKS for weeks in value):
            raise ValueError(f"name weeks from 1 to {_MOST_WEEKS}, such as 4,13,26")
        return tuple(sorted(set(value)))

    @model_validator(mode="after")
    def _sandbox_is_not_production(self) -> Settings:
        sandbox = self.bot_token.get_secret_value() == SANDBOX_TOKEN
        if sandbox and self.telegram_api_base.rstrip("/") == OFFICIAL_API:
            raise ValueError("the sandbox token only works with the sandbox: set WAYIN_TELEGRAM_API_BASE")
        if self.demo and not sandbox:
            raise ValueError("the demo refuses to run where a real bot token is set")
        if self.demo_secret and not self.demo:
            raise ValueError("WAYIN_DEMO_SECRET makes log-ins that need no password: it is for the demo only")
        if self.demo_clock_ahead and not self.demo:
            raise ValueError("WAYIN_DEMO_CLOCK_AHEAD is for the demo only")
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("WAYIN_WEBHOOK_SECRET is needed with WAYIN_WEBHOOK_URL")
        if self.smtp_url and not self.mail_from:
            raise ValueError("WAYIN_MAIL_FROM is needed with WAYIN_SMTP_URL")
        return self

    @property
    def mail_server(self) -> MailServer | None:
        """Where e-mail is handed over, None where none is set up."""
        return read_mail_server(self.smtp_url.get_secret_value()) if self.smtp_url else None


def read_settings(**overrides: object) -> Settings:
    """Settings from the environment; raises SettingsError with one line per fault, never showing a value."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks what the caller overrides
    except ValidationError as error:
        raise SettingsError(tuple(_fault(item) for item in error.errors(include_input=False))) from None


def _fault(item: object) -> str:
    fields = dict(item)  # type: ignore[call-overload]  # pydantic's ErrorDetails is a TypedDict
    where = ".".join(str(part) for part in fields["loc"])
    name = f"WAYIN_{where.upper()}: " if where else ""
    if fields["type"] == "missing":
        return f"{name}must be set; .env.example says what it is"
    return f"{name}{fields['msg'].removeprefix('Value error, ')}"
