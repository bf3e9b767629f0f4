"""The address of the mail server: what it may look like, and that its password shows nowhere."""

import pytest

from bot.domain.mail_server import Tls, read_mail_server


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://mail.example.org", "mail.example.org", 587, Tls.STARTTLS),
        ("smtp://mail.example.org:25", "mail.example.org", 25, Tls.STARTTLS),
        ("smtps://mail.example.org", "mail.example.org", 465, Tls.FROM_THE_START),
        ("smtp://relay:25?tls=never", "relay", 25, Tls.NEVER),
        ("smtp://127.0.0.1:8025", "127.0.0.1", 8025, Tls.NEVER),
        ("smtp://localhost:8025", "localhost", 8025, Tls.NEVER),
        ("smtp://[::1]:8025", "::1", 8025, Tls.NEVER),
    ],
)
def test_address_when_read_then_only_this_machine_goes_without_tls_unasked(
    url: str, host: str, port: int, tls: Tls
) -> None:
    server = read_mail_server(url)
    assert (server.host, server.port, server.tls) == (host, port, tls)


def test_log_in_when_escaped_in_the_address_then_is_read_as_it_was_meant() -> None:
    server = read_mail_server("smtp://way%40in:p%3Ass%2Fword@mail.example.org")
    assert (server.user, str(server.password)) == ("way@in", "p:ss/word")


def test_server_when_shown_then_hides_the_password() -> None:
    assert "hunter2" not in repr(read_mail_server("smtp://user:hunter2@mail.example.org"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "http://user:hunter2@mail.example.org",
        "smtp://",
        "smtp://user:hunter2@mail.example.org:port",
        "smtp://user@mail.example.org",
        "smtp://user:hunter2@mail.example.org?tls=maybe",
    ],
)
def test_address_when_wrong_then_the_words_quote_nothing_of_it(url: str) -> None:
    with pytest.raises(ValueError, match=r"must|can|needs") as raised:
        read_mail_server(url)
    assert "hunter2" not in str(raised.value)
