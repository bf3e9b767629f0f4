"""The process: what it refuses and how options become settings."""

from pathlib import Path

import pytest

from bot.cli.main import main as wayin
from bot.sandbox.__main__ import CANNOT_LISTEN, USAGE_ERROR, WRONG_FILE, is_loopback, main, parser, settings_from
from bot.sandbox.settings import DEMO_TOKEN, Limits


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_main_when_told_to_listen_to_the_world_then_refuses(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", host]) == USAGE_ERROR
    assert "only listens on this machine" in capsys.readouterr().err


def test_main_when_the_port_cannot_be_had_then_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def taken(*_: object, **options: object) -> None:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr("bot.sandbox.__main__.web.run_app", taken)
    assert main(["--port", "8081"]) == CANNOT_LISTEN
    assert "127.0.0.1:8081" in capsys.readouterr().err


def test_main_when_the_file_holds_something_else_then_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear sandbox, " * 100)
    assert main(["--data", str(letter)]) == WRONG_FILE
    assert "Name another file" in capsys.readouterr().err


def test_wayin_sandbox_when_given_options_then_the_sandbox_gets_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert wayin(["sandbox", "--port", "9081", "--host", "0.0.0.0"]) == USAGE_ERROR
    with pytest.raises(SystemExit) as ended:
        wayin(["sandbox", "--help"])
    assert ended.value.code == 0
    assert "--retry-scale" in capsys.readouterr().out


def test_options_when_given_then_settings_follow() -> None:
    assert is_loopback("localhost")
    plain = settings_from(parser().parse_args([]))
    assert (plain.tokens, plain.limits, plain.data) == ((DEMO_TOKEN,), Limits(), None)
    chosen = settings_from(
        parser().parse_args(["--token", "1:abc", "--token", "2:def", "--no-limits", "--retry-scale", "0.1"])
    )
    assert (chosen.tokens, chosen.limits, chosen.webhook_retry_scale) == (("1:abc", "2:def"), Limits.off(), 0.1)
