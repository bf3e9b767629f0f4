"""Rights, at once and from the chat: see, take away as a file, erase."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.messages import privacy as messages
from bot.messages.outgoing import Action, OutgoingMessage
from bot.messages.texts import Html, LocaleTexts
from bot.services.eligibility.answers import Answers
from bot.services.languages import Languages
from bot.services.opportunities.opportunities import Opportunities
from bot.services.organisations import Organisations
from bot.services.turns import Turn
from db.models import Conversation, InboundUpdate, Person
from db.queries import attachments, concerns, handoffs, ledger, people, updates
from db.queries import opportunities as interests

# Telegram lets a bot delete messages for 48 hours; a little less, so that none is refused on the way.
_DELETABLE = timedelta(hours=47, minutes=55)
_DELETE_AT_ONCE = 100
_BASIS = {"public_task": "public", "legitimate_interests": "interest", "consent": "interest"}


class Holder(Protocol):
    """A noun that keeps something about people: it says what in words, and gives it for the file."""

    @property
    def name(self) -> str:
        """Its key in the file."""

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """What is kept of the person of this turn, in words."""

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """What is kept of a person, as JSON values."""


class Privacy:
    """What is held is shown in words and as a file; erasing leaves only the ids that stop a repeat."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        answers: Answers,
        opportunities: Opportunities,
        organisations: Organisations,
        default_country: str,
        holders: Sequence[Holder],
    ) -> None:
        self._content = content
        self._languages = languages
        self._answers = answers
        self._opportunities = opportunities
        self._organisations = organisations
        self._default_country = default_country
        self._holders = holders

    def show_rights(self, turn: Turn) -> None:
        """Who holds what and why, with every right as a button."""
        country = (turn.person.country if turn.person else None) or self._default_country
        controller = self._organisations.controller(country)
        basis = _BASIS[controller.lawful_basis]
        turn.say(messages.rights(self._languages.of(turn), country, controller.controller, basis))

    async def show_held(self, turn: Turn) -> None:
        """Everything held, in words, and then the same as a file."""
        t = self._languages.of(turn)
        if turn.person is None:
            turn.say(messages.held(t, []))
            return
        lines = await self._held_lines(turn, t)
        for holder in self._holders:
            lines += await holder.held_lines(turn, t)
        turn.say(messages.held(t, lines))
        turn.say(await self._file(turn, t))

    async def ask_forget(self, turn: Turn) -> None:
        """Erasing cannot be undone, so it is asked once, with the one thing that would stay."""
        t = self._languages.of(turn)
        if turn.person is None:
            await self._forget_stranger(turn)
            turn.say(messages.forgotten(t))
            return
        worries = await concerns.open_of(turn.session, turn.person.id)
        turn.say(messages.confirm_forget(t, keeps_concern=bool(worries)))

    def keep(self, turn: Turn) -> None:
        """They changed their mind."""
        turn.say(messages.kept(self._languages.of(turn)))

    async def forget(self, turn: Turn) -> None:
        """Erase the person and everything of theirs now, and our messages that Telegram lets a bot delete."""
        t = self._languages.of(turn)
        if turn.person is None:
            await self._forget_stranger(turn)
        else:
            ids = await self.erase(turn.session, turn.person, turn.now)
            turn.person = turn.conversation = None
            for first in range(0, len(ids), _DELETE_AT_ONCE):
                some = tuple(ids[first : first + _DELETE_AT_ONCE])
                turn.say(OutgoingMessage(action=Action.DELETE, message_ids=some))
        turn.say(messages.forgotten(t))

    async def _forget_stranger(self, turn: Turn) -> None:
        """Nothing is held about a stranger but, perhaps, an update of theirs that failed."""
        if turn.incoming.chat_id is not None:
            await updates.forget_chat(turn.session, turn.incoming.chat_id)

    async def erase(self, session: AsyncSession, person: Person, now: datetime) -> list[int]:
        """Delete everything held about a person; Telegram's ids of the messages a bot may still delete."""
        since = now - _DELETABLE
        ids = await ledger.sent_message_ids(session, person.id, since)
        ids += await updates.message_ids(session, person.id, since)
        await session.flush()
        await updates.forget_chat(session, person.chat_id)
        await people.erase(session, person.id)
        session.expunge_all()
        return sorted(ids)

    async def _held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        person, _ = turn.known()
        lines = [
            t("privacy.held.reference", reference=person.reference),
            t("privacy.held.language", language=t.own_name),
        ]
        if person.country:
            lines.append(t("privacy.held.country", country=t.plain(f"people.country.{person.country}")))
        if area := self._answers.area_words(person):
            lines.append(t("privacy.held.area", area=area))
        lines += self._answer_lines(turn, t)
        for interest in await interests.interests_of(turn.session, person.id):
            title = await self._opportunities.title(turn, interest.about, interest.slug) or interest.slug
            lines.append(t("privacy.held.interest", title=title, day=interest.created_at.date()))
        for handoff in await handoffs.all_of(turn.session, person.id):
            topic = t(f"handoffs.topic.{handoff.topic}")
            lines.append(t("privacy.held.handoff", topic=topic, day=handoff.created_at.date()))
        if person.source:
            lines.append(t("privacy.held.source", source=person.source))
        if person.stopped_at:
            lines.append(t("privacy.held.stopped"))
        for concern in await concerns.open_of(turn.session, person.id):
            lines.append(t("privacy.held.concern", day=concern.created_at.date()))
        lines.append(t("privacy.held.messages", count=await self._kept_messages(turn)))
        return lines

    def _answer_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        person, _ = turn.known()
        lines = []
        for question in self._content.questions_in(person.country or ""):
            answer = self._answers.words(turn, question)
            if question.kind != "place" and answer is not None:
                title = self._answers.title(turn, question)
                lines.append(t("privacy.held.answer", question=title, answer=answer))
        return lines

    async def _kept_messages(self, turn: Turn) -> int:
        person, _ = turn.known()
        count = select(func.count()).where(InboundUpdate.person_id == person.id, InboundUpdate.text.is_not(None))
        return (await turn.session.execute(count)).scalar_one()

    async def _file(self, turn: Turn, t: LocaleTexts) -> OutgoingMessage:
        person, _ = turn.known()
        held = await self.everything(turn.session, *turn.known())
        body = json.dumps(held, indent=2, ensure_ascii=False).encode()
        attachment = await attachments.add(
            turn.session, person_id=person.id, name="my-data.json", mime="application/json", content=body, now=turn.now
        )
        return OutgoingMessage(t("privacy.held.file"), action=Action.DOCUMENT, attachment=attachment)

    async def everything(self, session: AsyncSession, person: Person, conversation: Conversation) -> dict[str, Any]:
        """Everything held about a person, as the file they get and the answer to a letter."""
        kept = select(InboundUpdate).where(InboundUpdate.person_id == person.id).order_by(InboundUpdate.id)
        return {
            "reference": person.reference,
            "language": person.locale,
            "country": person.country,
            "area": {"outcode": person.outcode, "council": person.council, "possible": person.places},
            "born_between": [str(day) for day in (person.born_from, person.born_to) if day],
            "answers": person.answers,
            "source": person.source,
            "stopped_at": _iso(person.stopped_at),
            "first_seen": _iso(person.created_at),
            "last_seen": _iso(person.last_seen_at),
            "conversation": {"step": conversation.step, "draft": conversation.draft},
            "interests": [
                {"about": row.about, "slug": row.slug, "state": row.state, "on": _iso(row.created_at)}
                for row in await interests.interests_of(session, person.id)
            ],
            "handoffs": [
                {
                    "topic": row.topic,
                    "organisation": row.organisation,
                    "state": row.state,
                    "sent": row.packet,
                    "on": _iso(row.created_at),
                }
                for row in await handoffs.all_of(session, person.id)
            ],
            "concerns": [
                {"state": row.state, "words": row.words, "on": _iso(row.created_at)}
                for row in await concerns.open_of(session, person.id)
            ],
            **{holder.name: await holder.everything(session, person.id) for holder in self._holders},
            "messages": [
                {"at": _iso(row.received_at), "kind": row.kind, "text": row.text}
                for row in (await session.execute(kept)).scalars()
            ],
        }


def _iso(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()
