"""What must not be sent is refused when it is saved, with the name of the field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.broadcasts import About
from bot.errors import DraftRefused, NotFound
from bot.services.broadcasts.drafts import Image
from db.models import Broadcast
from tests.integration.broadcasts.stage import TEXT, Stage

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_LONG = "x" * 4100
_JPEG = Image("fair.jpg", "image/jpeg", b"x" * 1000)


def _button(url: str, text: str = "More") -> dict[str, Any]:
    return {"text": {"en": text, "sv": text}, "url": url}


@pytest.mark.parametrize(
    ("changed", "field", "why"),
    [
        ({"name": " "}, "name", "empty"),
        ({"topic": "lottery"}, "topic", "unknown"),
        ({"texts": {"sv": "Hej"}}, "texts.en", "empty"),
        ({"texts": {"en": "Hi {first_name}"}}, "texts.en", "unknown_field"),
        ({"texts": {"en": "Hi {event}"}}, "texts.en", "unknown_field"),
        ({"texts": {"en": "Hi {"}}, "texts.en", "unknown_field"),
        ({"texts": {"en": "<b>Hi"}}, "texts.en", "markup"),
        ({"texts": {"en": "Hi <script>x</script>"}}, "texts.en", "markup"),
        ({"texts": {"en": TEXT, "sv": _LONG}}, "texts.sv", "too_long"),
        ({"texts": {"en": "x" * 1000}, "image": _JPEG}, "texts.en", "too_long"),
        ({"texts": {"en": TEXT, "xx": "?"}}, "texts.xx", "unknown"),
        ({"texts": {"en": '<a href="https://gov.uk.example.org">x</a>'}}, "texts.en", "link"),
        ({"buttons": (_button("http://www.gov.uk/x"),)}, "buttons.0.url", "link"),
        ({"buttons": (_button("https://user@www.gov.uk/x"),)}, "buttons.0.url", "link"),
        ({"buttons": (_button("https://evilgov.uk/x"),)}, "buttons.0.url", "link"),
        ({"buttons": (_button("https://www.gov.uk/x", ""),)}, "buttons.0.text.en", "empty"),
        ({"buttons": (_button("https://www.gov.uk"),) * 4}, "buttons", "too_many"),
        ({"image": Image("x.jpg", "image/jpeg", b"x" * 30 * 1024 * 1024)}, "image", "too_large"),
        ({"image": Image("x.gif", "image/gif", b"x")}, "image", "kind"),
        ({"audience": {"country": "uk", "councils": ["solna"]}}, "audience.councils", "unknown"),
        ({"audience": {"country": "uk", "ethnicity": ["any"]}}, "audience.ethnicity", "unreadable"),
        ({"audience": {"country": "uk", "age_from": 20, "age_to": 18}}, "audience.age_to", "unreadable"),
        ({"audience": {"country": "no"}}, "audience.country", "unknown"),
        ({"audience": {"country": "uk", "councils": ["croydon"]}}, "audience", "nobody"),
        ({"about": About.OCCURRENCE, "about_id": 999}, "about", "closed"),
        ({"about": About.OCCURRENCE, "about_id": 1, "topic": "courses"}, "topic", "other"),
        ({"spread_minutes": 100_000}, "spread_minutes", "too_long"),
    ],
)
async def test_a_draft_that_must_not_be_sent_is_refused_by_field(
    stage: Stage, changed: dict[str, Any], field: str, why: str
) -> None:
    await stage.crowd(1)
    ama = await stage.hire("Ama")
    with pytest.raises(DraftRefused) as refused:
        await stage.save(ama, **changed)
    assert (field, why) in [(fault.field, fault.why) for fault in refused.value.faults]
    async with stage.house.database.read() as session:
        assert (await session.execute(select(Broadcast))).first() is None


async def test_times_that_make_no_sense_are_refused(stage: Stage) -> None:
    await stage.crowd(1)
    ama, now = await stage.hire("Ama"), stage.now
    for times, field in (
        ({"starts_at": now - _HOUR}, "starts_at"),
        ({"starts_at": now + _DAY, "expires_at": now + _HOUR}, "expires_at"),
        ({"expires_at": now + 40 * _DAY}, "expires_at"),
        ({"check_by": (now - _DAY).date()}, "check_by"),
    ):
        with pytest.raises(DraftRefused) as refused:
            await stage.save(ama, **times)
        assert field in [fault.field for fault in refused.value.faults]


async def test_a_broadcast_belongs_to_its_organisation(stage: Stage) -> None:
    await stage.crowd(1)
    ama, zed = await stage.hire("Ama"), await stage.hire("Zed", "vagvisaren")
    broadcast = await stage.save(ama)
    for act in ("submit", "cancel", "test", "approve"):
        with pytest.raises(NotFound):
            await stage.act(act, zed, broadcast.id)


async def test_the_preview_is_what_is_sent(stage: Stage) -> None:
    await stage.crowd(1)
    ama = await stage.hire("Ama")
    links = (_button("https://www.gov.uk/jobs", "Look"),)
    broadcast = await stage.save(ama, image=_JPEG, buttons=links)
    async with stage.house.database.read() as session:
        shown = await stage.outreach.broadcasts.preview(session, await session.merge(broadcast))
    await stage.act("submit", ama, broadcast.id)
    await stage.work()
    ((_, message),) = await stage.claim()
    assert message == shown["en"]
    assert message.attachment is not None
    assert [button.text for row in message.buttons for button in row] == ["Look", "No more of these"]
