"""Our own type for an e-mail: nothing in it can become a header, and nothing of it shows in a log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.messages.emails import Email, is_address


@pytest.mark.parametrize("address", ["lead@example.org", "a.b+c@sub.example.org", "åsa@exempel.se"])
def test_address_when_it_looks_like_one_then_is_taken(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    ["", "lead", "@example.org", "a@b@c", "a b@c.org", "a@b.org\nBcc: x@y.org", "A <a@b.org>", "a@b.org,c@d.org"],
)
def test_address_when_it_is_none_then_is_refused_without_quoting_it(address: str) -> None:
    with pytest.raises(BadInput) as raised:
        Email(address, "Hello", "")
    assert str(raised.value) == "to: is no e-mail address"


@given(st.text(max_size=200))
def test_subject_when_it_holds_anything_then_it_is_one_line_or_refused(subject: str) -> None:
    try:
        email = Email("lead@example.org", subject, "")
    except BadInput:
        return
    assert len(email.subject.splitlines()) == 1


@given(st.text())
def test_email_when_kept_and_read_back_then_is_the_same(body: str) -> None:
    email = Email("lead@example.org", "Hello", body)
    assert Email.from_json(email.to_json()) == email


def test_email_when_shown_then_says_nothing_of_itself() -> None:
    assert repr(Email("lead@example.org", "Hello", "secret")) == "Email(…)"
