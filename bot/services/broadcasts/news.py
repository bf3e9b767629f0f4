"""What people want news about: asked once a topic, kept with its No, changed in one tap."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.news import QUESTION_VERSION, NewsTopic
from bot.messages import news as messages
from bot.messages.texts import Html, LocaleTexts
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.queries import broadcasts as queries


class News:
    """Consent to each topic, apart from every other and from STOP."""

    name = "news"

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    async def ask_once(self, turn: Turn, topic: NewsTopic) -> bool:
        """Ask about a topic unless it was asked before; whether it was asked now."""
        person, _ = turn.known()
        if person.stopped_at is not None or topic in await self._choices(turn):
            return False
        # The question itself is noted as a No: nobody gets anything because they did not answer.
        await self._keep(turn, topic, wanted=False)
        turn.say(messages.question(self._languages.of(turn), topic))
        return True

    async def choose(self, turn: Turn, topic: NewsTopic, *, wanted: bool) -> None:
        """Keep a Yes or a No."""
        await self._keep(turn, topic, wanted=wanted)
        turn.say(messages.chosen(self._languages.of(turn), topic, wanted=wanted))

    async def turn_off(self, turn: Turn, broadcast_id: int) -> bool:
        """No more of what this broadcast was; False when nobody knows any more what that was."""
        broadcast = await queries.get(turn.session, broadcast_id)
        if broadcast is None:
            return False
        person, _ = turn.known()
        topic = NewsTopic(broadcast.topic)
        await self._keep(turn, topic, wanted=False)
        await queries.respond(turn.session, broadcast_id, person.id, "opted_out", turn.now)
        turn.say(messages.stopped(self._languages.of(turn), topic))
        return True

    async def show(self, turn: Turn) -> None:
        """Every topic, with the button that changes it."""
        person, _ = turn.known()
        turn.say(
            messages.overview(
                self._languages.of(turn),
                await self._choices(turn),
                stopped_all=person.stopped_at is not None,
                paused=person.news_paused_at is not None,
            )
        )

    async def held_lines(self, turn: Turn, t: LocaleTexts) -> list[Html]:
        """Each topic they were asked about."""
        return [
            t("news.held", topic=t.plain(f"news.topic.{topic}"), answer=t.plain(_answer(wanted)))
            for topic, wanted in (await self._choices(turn)).items()
        ]

    async def everything(self, session: AsyncSession, person_id: int) -> Any:
        """Each choice with when it was made and of which question, and what they did under which broadcast."""
        did = [
            {"broadcast": row.broadcast_id, "did": row.kind, "on": row.at.isoformat()}
            for row in await queries.responses_of(session, person_id)
        ]
        return did + [
            {
                "topic": row.topic,
                "wanted": row.wanted,
                "question": row.version,
                "asked": row.asked_at.isoformat(),
                "changed": row.changed_at.isoformat(),
            }
            for row in await queries.choices(session, person_id)
        ]

    async def _choices(self, turn: Turn) -> dict[NewsTopic, bool]:
        person, _ = turn.known()
        known = set(NewsTopic)
        rows = await queries.choices(turn.session, person.id)
        return {NewsTopic(row.topic): row.wanted for row in rows if row.topic in known}

    async def _keep(self, turn: Turn, topic: NewsTopic, *, wanted: bool) -> None:
        person, _ = turn.known()
        await queries.choose(
            turn.session,
            turn.now,
            person_id=person.id,
            topic=topic.value,
            wanted=wanted,
            version=QUESTION_VERSION,
        )


def _answer(wanted: bool) -> str:
    return "news.answer_yes" if wanted else "news.answer_no"
