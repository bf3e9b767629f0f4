"""Walking a scenario on a running bot: act, wait until it is quiet, compare."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from string import Formatter
from typing import Any

import aiohttp
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.catalogue import Catalogue
from bot.content.model import Content
from bot.sandbox.client import Message
from db.models import Booking, Event, Handoff, InboundUpdate, Interest, Occurrence, OutboxMessage, Person
from tests.auxil.bots import Stand
from tests.auxil.chats import content
from tests.e2e.phones import Phone, find_button, words_of
from tests.e2e.scenarios.reading import Scenario, Step

_TAG = re.compile(r"<[^>]+>")
# Where a scenario in this language takes place.
_COUNTRY = {"en": "uk", "sv": "se"}


class Walk:
    """One person walking one scenario."""

    def __init__(self, stand: Stand, phone: Phone, scenario: Scenario) -> None:
        self._stand = stand
        self._phone = phone
        self._scenario = scenario
        self._sandbox = stand.sandbox
        self._wording = Wording(content(), scenario.locale)
        self._seen: dict[int, str] = {}
        self._acts: dict[str, Callable[[Any, Step], Awaitable[Any]]] = {
            name.removeprefix("_do_"): getattr(self, name) for name in dir(self) if name.startswith("_do_")
        }

    async def go(self) -> None:
        """Take every step; a failure says at which one."""
        for number, step in enumerate(self._scenario.steps, 1):
            try:
                for _ in range(step.checks.get("times", 1)):
                    await self._acts[step.act](step.what, step)
                await self._stand.settled()
                await self._compare(step)
            except Exception as error:
                error.add_note(f"in {self._scenario}, step {number}: {step}")
                error.add_note(self._stand.bot.tail())
                raise

    async def _do_start(self, payload: str, _step: Step) -> None:
        await self._sandbox.start(self._phone.chat_id, payload)

    async def _do_type(self, text: str, _step: Step) -> None:
        await self._sandbox.say(self._phone.chat_id, text)

    async def _do_tap(self, wanted: str, step: Step) -> None:
        messages = await self._messages()
        if step.checks.get("oldest"):
            messages = messages[::-1]
        message, button = find_button(messages, self._wording.plain(wanted))
        await self._sandbox.tap(self._phone.chat_id, message["message_id"], button["callback_data"])

    async def _do_forge(self, data: str, _step: Step) -> None:
        newest = (await self._messages())[-1]["message_id"]
        await self._sandbox.tap(self._phone.chat_id, newest, data, forged=True)

    async def _do_send(self, kind: str, _step: Step) -> None:
        await self._sandbox.send_media(self._phone.chat_id, kind)

    async def _do_album(self, kinds: list[str], _step: Step) -> None:
        await self._sandbox.send_album(self._phone.chat_id, [{"kind": kind} for kind in kinds])

    async def _do_edit(self, text: str, _step: Step) -> None:
        own = [one for one in (await self._phone.history()).visible if not one["from"]["is_bot"]]
        await self._sandbox.edit(self._phone.chat_id, own[-1]["message_id"], text)

    async def _do_block(self, _what: Any, _step: Step) -> None:
        await self._sandbox.block(self._phone.chat_id)

    async def _do_unblock(self, _what: Any, _step: Step) -> None:
        await self._sandbox.unblock(self._phone.chat_id)

    async def _do_inject(self, text: str, _step: Step) -> None:
        """A text as no phone would send it: uncut, with whatever characters."""
        me = {"id": self._phone.chat_id, "first_name": "Sam"}
        message = {"message_id": 900_000, "date": 1, "chat": {**me, "type": "private"}, "from": {**me, "is_bot": False}}
        await self._sandbox.inject({"message": {**message, "text": text}}, key=str(self._phone.chat_id))

    async def _do_raw(self, text: str, _step: Step) -> None:
        await self._sandbox.inject(raw=text)

    async def _do_wait(self, _what: Any, _step: Step) -> None:
        """Nothing is done: what is checked must hold by itself."""

    async def _messages(self) -> list[Message]:
        return (await self._phone.history()).from_bot()

    async def _compare(self, step: Step) -> None:
        now = {one["message_id"]: words_of(one) for one in await self._messages()}
        new = [words for message_id, words in now.items() if message_id not in self._seen]
        edited = [words for message_id, words in now.items() if self._seen.get(message_id, words) != words]
        self._seen |= now
        if step.checks.get("answered"):
            assert new, "it was not answered"
        else:
            self._wording.check(new, step.checks.get("says", []))
        self._wording.check(edited, step.checks.get("edits", []))
        if "visible" in step.checks:
            assert len(now) == step.checks["visible"], f"the phone still shows {list(now.values())}"
        if "file_says" in step.checks:
            await self._check_file(step.checks["file_says"])
        if "holds" in step.checks:
            await Holdings(self._stand, self._phone.chat_id).check(step.checks["holds"])

    async def _check_file(self, wanted: Sequence[str]) -> None:
        document = (await self._messages())[-1]["document"]
        address = f"{self._sandbox.url}/sandbox/files/{document['file_id']}?bot={self._sandbox.token.partition(':')[0]}"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            body = await answer.text()
        json.loads(body)
        for words in wanted:
            assert words in body, f"the file does not say {words!r}"


class Wording:
    """What a text's id stands for in one language."""

    def __init__(self, known: Content, locale: str) -> None:
        self._content = known
        self._locale = locale
        self._catalogue: Catalogue = known.locales[locale]

    def plain(self, wanted: str) -> str:
        """The words of a button: a text's id, or what is written there."""
        found = self._catalogue.messages.get(wanted)
        return found if isinstance(found, str) else wanted

    def check(self, got: Sequence[str], wanted: Sequence[str]) -> None:
        """Compare messages with what they should say, one by one."""
        short = [words[:160] for words in got]
        assert len(got) == len(wanted), f"wanted {list(wanted)}, got {short}"
        for words, want in zip(got, wanted, strict=True):
            place = 0
            for part in self._parts(want):
                place = words.find(part, place)
                assert place >= 0, f"wanted {want} ({part!r}), got {short}"

    def _parts(self, wanted: str) -> list[str]:
        if wanted == "*":
            return []
        template: Any = self._catalogue.messages.get(wanted, wanted)
        if wanted.startswith("question:"):
            question = self._content.questions[wanted.removeprefix("question:")]
            template = question.said_in(_COUNTRY[self._locale]).ask.get(self._locale)
        if not isinstance(template, str):
            template = template["other"]
        text = html.unescape(_TAG.sub("", template))
        return [part.strip() for part, *_ in Formatter().parse(text) if part.strip()]


class Holdings:
    """What the database holds about one chat."""

    def __init__(self, stand: Stand, chat_id: int) -> None:
        self._stand = stand
        self._chat_id = chat_id

    async def check(self, wanted: dict[str, Any]) -> None:
        """Compare what is named; `person: null` means that nothing at all is left."""
        async with self._stand.database.read() as session:
            person = (await session.execute(select(Person).where(Person.chat_id == self._chat_id))).scalar_one_or_none()
            if wanted.get("person", ...) is None:
                assert person is None
                await self._check_forgotten(session)
                return
            assert person is not None, "nobody is known in this chat"
            facts = {name: getattr(person, name) for name in ("locale", "country", "council", "reach", "source")}
            facts |= {"stopped": person.stopped_at is not None, "answers": person.answers.get("given", {})}
            facts["has_age"] = person.born_from is not None
            for name, value in wanted.get("person", {}).items():
                assert facts[name] == value, f"{name} is {facts[name]!r}, not {value!r}"
            interests = await session.scalars(select(Interest).where(Interest.person_id == person.id))
            bookings = await session.scalars(
                select(Event.slug)
                .join(Occurrence, Occurrence.event_id == Event.id)
                .join(Booking, Booking.occurrence_id == Occurrence.id)
                .where(Booking.person_id == person.id, Booking.state == "going")
            )
            yes = sorted([*(f"{row.about}/{row.slug}" for row in interests), *(f"e/{slug}" for slug in bookings)])
            assert yes == sorted(wanted.get("interests", yes))
            rows = await session.scalars(select(Handoff).where(Handoff.person_id == person.id).order_by(Handoff.id))
            handoffs = [f"{row.topic} {row.state}" for row in rows]
            assert handoffs == wanted.get("handoffs", handoffs)

    async def _check_forgotten(self, session: AsyncSession) -> None:
        """Of somebody unknown only ids are kept, which stop a repeat and a burst."""
        for row in await session.scalars(select(InboundUpdate).where(InboundUpdate.chat_id == self._chat_id)):
            assert (row.person_id, row.text, row.body) == (None, None, None)
        assert not list(await session.scalars(select(OutboxMessage).where(OutboxMessage.chat_id == self._chat_id)))
