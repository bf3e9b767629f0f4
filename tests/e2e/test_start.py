"""Starting and stopping: whatever is wrong is one clear sentence and an exit code, and no secret is shown."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.cli.main import main
from bot.sandbox.client import SandboxClient
from bot.sandbox.running import free_port, in_process
from bot.sandbox.settings import Limits, Settings
from db.keyring import new_key
from tests.auxil.bots import WEBHOOK_SECRET, Bot, Stand, settings_for, until
from tests.e2e.phones import Phone
from tests.e2e.shapes import ON_ALL_FOUR, ON_THE_TWO

CONFIG, UNAVAILABLE, NO_PERMISSION = 78, 69, 77
REAL_LOOKING = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
IN_PRODUCTION = {"WAYIN_DEMO": "false", "WAYIN_CONTROLLERS": "newham_college,stockholms_stad"}
KEY = new_key()


async def _ends(sandbox: SandboxClient, url: str, directory: Path, **more: str) -> tuple[int, str]:
    """Run the bot until it ends by itself; its exit code and the one line it says."""
    port = free_port()
    given = settings_for(sandbox, url, KEY, transport="polling", port=port) | {"WAYIN_LOG_LEVEL": "ERROR"} | more
    bot = Bot({name: value for name, value in given.items() if value != "unset"}, directory, port=port)
    try:
        bot.start()
        code = await bot.ended(60)
    finally:
        if bot.is_alive:
            bot.kill()
    return code, _checked(bot.said())


def _checked(said: str) -> str:
    """One line, and nothing in it that is for few eyes."""
    assert "Traceback" not in said, said
    assert len(said.splitlines()) == 1, said
    for secret in (KEY, REAL_LOOKING, REAL_LOOKING.partition(":")[2], "pass-word", WEBHOOK_SECRET):
        assert secret not in said
    return said


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"WAYIN_BOT_TOKEN": "unset"}, "WAYIN_BOT_TOKEN: must be set"),
        ({"WAYIN_DATA_KEYS": "unset"}, "WAYIN_DATA_KEYS"),
        ({"WAYIN_DATA_KEYS": ""}, "wayin keys new"),
        ({"WAYIN_DATA_KEYS": "pass-word"}, "key"),
        ({"WAYIN_COUNTRIES": "fr"}, "WAYIN_COUNTRIES"),
        ({"WAYIN_BOT_TOKEN": REAL_LOOKING}, "the demo refuses"),
        ({"WAYIN_TELEGRAM_API_BASE": "https://api.telegram.org"}, "the sandbox token only works"),
        ({"WAYIN_WEBHOOK_URL": "http://127.0.0.1:1"}, "WAYIN_WEBHOOK_SECRET"),
        ({"WAYIN_DEMO": "false"}, "WAYIN_CONTROLLERS"),
        ({"WAYIN_DATABASE_URL": "nonsense pass-word"}, "WAYIN_DATABASE_URL"),
        ({"WAYIN_DATABASE_URL": "mysql://me:pass-word@127.0.0.1/x"}, "must begin with sqlite://"),
    ],
)
def test_a_wrong_setting_is_said_in_one_line(
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    more: dict[str, str],
    says: str,
) -> None:
    """Settings are read before anything is started, so no process of its own is needed to see what is said."""
    nowhere = SandboxClient("http://127.0.0.1:9")
    given = settings_for(nowhere, sqlite_url, KEY, transport="polling", port=0) | {"WAYIN_LOG_LEVEL": "ERROR"} | more
    for name in [name for name in os.environ if name.startswith("WAYIN_")]:
        monkeypatch.delenv(name)
    for name, value in given.items():
        if value != "unset":
            monkeypatch.setenv(name, value)
    try:
        code: object = main(["run"])
    except SystemExit as ended:
        code = ended.code
    said = _checked("".join(capfd.readouterr()))
    assert code == CONFIG, said
    assert says in said


@pytest.mark.parametrize(
    "more",
    [
        {"WAYIN_DATABASE_URL": "postgresql://me:pass-word@127.0.0.1:1/x"},
        {"WAYIN_DATABASE_URL": "sqlite:////nowhere/at/all/x.db"},
        {"WAYIN_TELEGRAM_API_BASE": "http://127.0.0.1:1"},
    ],
)
async def test_a_place_that_is_not_there_is_said_in_one_line(
    sandbox: SandboxClient, sqlite_url: str, tmp_path: Path, more: dict[str, str]
) -> None:
    code, said = await _ends(sandbox, sqlite_url, tmp_path, **more)
    assert code == UNAVAILABLE, said
    assert "cannot be reached" in said


@pytest.mark.parametrize("part", ["username", "database"])
async def test_a_database_or_a_user_that_is_not_there_is_said_in_one_line(
    sandbox: SandboxClient, postgres_url: str, tmp_path: Path, part: str
) -> None:
    wrong = make_url(postgres_url).set(**{part: "nobody_made_this"}).render_as_string(hide_password=False)
    code, said = await _ends(sandbox, wrong, tmp_path)
    assert code == UNAVAILABLE
    assert "WAYIN_DATABASE_URL" in said


@pytest.fixture
async def somebody_elses_sandbox() -> AsyncIterator[SandboxClient]:
    async with in_process(Settings(tokens=("7:of-another-bot",), limits=Limits.off())) as client:
        yield SandboxClient(client.url)


@pytest.mark.parametrize("token", [REAL_LOOKING, "nonsense", "12:x"])
async def test_a_token_that_telegram_refuses_is_said_without_showing_it(
    somebody_elses_sandbox: SandboxClient, sqlite_url: str, tmp_path: Path, token: str
) -> None:
    more = IN_PRODUCTION | {"WAYIN_BOT_TOKEN": token}
    code, said = await _ends(somebody_elses_sandbox, sqlite_url, tmp_path, **more)
    assert code == NO_PERMISSION, said
    assert "WAYIN_BOT_TOKEN" in said
    assert "@BotFather" in said


@pytest.mark.parametrize("fault", [{"kind": "too_many_requests", "retry_after": 1}, {"kind": "error", "status": 500}])
async def test_a_start_that_telegram_puts_off_is_said_in_one_line(
    sandbox: SandboxClient, sqlite_url: str, tmp_path: Path, fault: dict[str, object]
) -> None:
    await sandbox.fault(**fault, method="deleteWebhook", count=100)
    code, said = await _ends(sandbox, sqlite_url, tmp_path)
    assert code == UNAVAILABLE, said
    assert "will not be used now" in said


async def test_a_database_that_was_never_migrated_names_the_command(sandbox: SandboxClient, tmp_path: Path) -> None:
    code, said = await _ends(sandbox, f"sqlite:///{tmp_path / 'new.db'}", tmp_path, **IN_PRODUCTION)
    assert code == UNAVAILABLE
    assert "wayin db upgrade" in said


async def test_a_port_that_somebody_has_is_named(sandbox: SandboxClient, sqlite_url: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = await _ends(sandbox, sqlite_url, tmp_path, WAYIN_LISTEN_PORT=str(port))
    assert code == UNAVAILABLE
    assert str(port) in said
    assert "database" not in said.lower()


async def test_a_second_run_on_the_same_file_is_refused_and_the_first_goes_on(running: Stand, tmp_path: Path) -> None:
    url = running.database.url
    code, said = await _ends(running.sandbox, url, tmp_path)
    assert code == UNAVAILABLE
    assert "already" in said
    phone = await Phone.of_somebody_new(running.sandbox)
    await phone.act("/start")
    assert await running.sandbox.reply(phone.chat_id, 0)


@ON_THE_TWO
@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM])
async def test_it_stops_cleanly_within_seconds_and_what_waits_is_answered_by_the_next(
    running: Stand, wanted: signal.Signals
) -> None:
    phones = [await Phone.of_somebody_new(running.sandbox) for _ in range(20)]
    await running.sandbox.say_many([(phone.chat_id, text) for text in ("/start", "/help") for phone in phones])
    before = time.monotonic()
    assert await running.bot.stop(wanted) == 0
    assert time.monotonic() - before < 8
    assert "Traceback" not in running.bot.said(), running.bot.tail()
    await running.start()
    await running.settled()
    for phone in phones:
        assert len((await phone.history()).from_bot()) == 2, "each answered once, before or after"


@pytest.mark.soak
@ON_ALL_FOUR
async def test_stopping_and_starting_again_and_again_loses_nothing(running: Stand) -> None:
    phone = await Phone.of_somebody_new(running.sandbox)
    for number in range(10):
        await phone.act("/start" if not number else "/help")
        assert await running.bot.stop() == 0
        await running.start()
    await running.settled()
    assert len((await phone.history()).from_bot()) == 10


@ON_THE_TWO
async def test_the_log_of_a_whole_conversation_holds_no_words_no_names_and_no_secrets(
    stopped: Stand, data_key: str
) -> None:
    stopped.bot.environment["WAYIN_LOG_LEVEL"] = "DEBUG"
    await stopped.start()
    sandbox = stopped.sandbox
    person = await sandbox.person("Zebedee", last_name="Quillfeather", username="zebquill", language_code="en")
    phone = Phone(sandbox, person)
    private = "My name is Zebedee and I sleep at Marigold House, 07700 900123"
    for step in ("/start", "[English]", "[London]", "E13 8AB", "18", private, "/person", "[Finding work]", "[Send to"):
        await phone.act(step)
        await stopped.settled()
    await sandbox.edit(person, (await phone.history()).messages[0]["message_id"], private)
    await sandbox.send_media(person, "contact")
    await sandbox.inject({"message": {"message_id": "x", "chat": {"id": person, "type": "private"}, "text": private}})
    await sandbox.inject(raw='{"update_id": 770000001, "message": {"text": "Marigold House"}}')
    await sandbox.fault("error", method="sendMessage", status=400, description="Bad Request: Marigold House")
    await phone.act("/mydata")
    await stopped.settled()
    await phone.act("/forget")
    await stopped.settled()
    assert await stopped.bot.stop() == 0
    said = stopped.bot.said()
    assert "could not be parsed" in said, "something was logged"
    for words in ("Zebedee", "Quillfeather", "zebquill", "Marigold", "07700", "8AB", "E13", "Newham", "newham"):
        assert words not in said, words
    for secret in (sandbox.token, sandbox.token.partition(":")[2], data_key, WEBHOOK_SECRET):
        assert secret not in said


async def test_it_works_again_when_telegram_was_away(running: Stand) -> None:
    await running.sandbox.fault("error", status=502, description="Bad Gateway", count=6)
    phone = await Phone.of_somebody_new(running.sandbox)
    await phone.act("/start")
    await until(lambda: _has_answer(phone), running.bot.tail(), 60, every=0.1)
    assert running.bot.is_alive


async def _has_answer(phone: Phone) -> bool:
    return bool((await phone.history()).from_bot())
