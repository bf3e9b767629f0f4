"""The person's side of a case: what they write reaches their adviser, and the bot keeps quiet while one is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.handoffs import State, is_live
from bot.domain.intents.always import STOP
from bot.domain.intents.understanding import Reading, Understanding
from bot.messages import cases as messages
from bot.messages.taps import Tap
from bot.services.cases.hearing import Hearing, Said, message_of
from bot.services.languages import Languages
from bot.services.safeguarding.safeguarding import Safeguarding
from bot.services.turns import Turn
from db.models import Handoff, StaffMember
from db.queries import cases as queries

TO_BOT = "bot"
"""The word that always brings the bot back; its phrases are content."""

_RIGHTS = frozenset({"/stop", "/privacy", "/mydata", "/forget"})
_TO_BOT = frozenset({"/start", "/menu", "/bot"})
# What may be tapped while an adviser is there: rights, safeguarding, the case itself, and the way back.
_TAPS = frozenset(
    {
        Tap.RIGHTS,
        Tap.SEE_DATA,
        Tap.FORGET,
        Tap.FORGET_YES,
        Tap.FORGET_NO,
        Tap.RESUME,
        Tap.RESUME_NEWS,
        Tap.NEWS_OFF,
        Tap.NEWS_NO,
        Tap.OK,
        Tap.WITHDRAW,
        Tap.RATE,
        Tap.MAY_WRITE,
        Tap.MAY_MOVE,
        Tap.BACK_TO_BOT,
    }
)


class LiveConversations:
    """Decides, before anything else reads an update, whether it is for an adviser."""

    def __init__(
        self,
        understanding: Understanding,
        languages: Languages,
        safeguarding: Safeguarding,
        hearing: Hearing,
    ) -> None:
        self._understanding = understanding
        self._languages = languages
        self._safeguarding = safeguarding
        self._hearing = hearing

    async def take(self, turn: Turn) -> bool:
        """Whether this update is dealt with: kept for the adviser, or offered to them."""
        _, conversation = turn.known()
        if conversation.case_id is None:
            return False
        live = is_live(conversation.live_until, turn.now)
        if turn.incoming.kind == "edited_message":
            return await self._edited(turn) or live
        if turn.incoming.kind == "callback_query":
            return live and await self._keeps_silent(turn)
        case = await queries.get(turn.session, conversation.case_id)
        if case is None:
            conversation.case_id = conversation.live_until = None
            return False
        if live:
            return await self._hear(turn, case)
        return await self._offer(turn, case)

    async def back_to_bot(self, turn: Turn) -> None:
        """The person wants the bot: the case is parked, and its adviser sees that."""
        _, conversation = turn.known()
        case = await queries.get(turn.session, conversation.case_id) if conversation.case_id else None
        was_live = is_live(conversation.live_until, turn.now)
        conversation.live_until = None
        if case is None or case.state != State.CLAIMED:
            return
        case.state = State.PARKED
        queries.add_entry(turn.session, case, "event", turn.now, text="back_to_bot")
        turn.rings.add(case.id)
        adviser = await turn.session.get(StaffMember, case.adviser_id) if case.adviser_id else None
        if was_live and adviser is not None:
            turn.say(messages.bot_was_called(self._languages.of(turn), adviser.name))

    async def _hear(self, turn: Turn, case: Handoff) -> bool:
        """A message while an adviser is there."""
        text = turn.incoming.text
        command = (text or "").split("@")[0].split(" ")[0].lower() if (text or "").startswith("/") else None
        if command in _TO_BOT:
            await self.back_to_bot(turn)
            return False
        reading = self._understanding.read(text, self._languages.of(turn).code) if text else None
        if command is None and reading is not None and reading.word == TO_BOT:
            await self.back_to_bot(turn)
            return True
        await self._hearing.hear(turn, case, Said.in_turn(turn))
        if command in _RIGHTS:
            return False
        if reading is None or command is not None:
            return True
        if reading.safeguarding is not None:
            await self._safeguarding.respond(turn, reading.safeguarding)
            return True
        return not _asks_for_rights(reading)

    async def _offer(self, turn: Turn, case: Handoff) -> bool:
        """A reply to an adviser's message, or the first message after a case was closed, may be meant for them."""
        person, conversation = turn.known()
        if (turn.incoming.text or "").startswith("/"):
            return False
        replied = (message_of(turn).get("reply_to_message") or {}).get("message_id")
        meant = await queries.case_of_our_message(turn.session, person.id, replied) if replied else None
        is_recent = conversation.case_ends_at is not None and turn.now < conversation.case_ends_at
        if meant is None and not is_recent:
            return False
        if self._is_for_bot_anyway(turn):
            return False
        conversation.case_ends_at = None
        await self._ask_whose(turn, meant or case)
        return True

    async def _ask_whose(self, turn: Turn, case: Handoff) -> None:
        _, conversation = turn.known()
        held = {**Said.in_turn(turn).to_json(), "case": case.id, "revision": conversation.revision}
        conversation.draft = {**conversation.draft, "held": held}
        adviser = await turn.session.get(StaffMember, case.adviser_id) if case.adviser_id else None
        name = adviser.name if adviser is not None and adviser.disabled_at is None else None
        turn.say(messages.for_adviser(self._languages.of(turn), name, conversation.revision))

    def _is_for_bot_anyway(self, turn: Turn) -> bool:
        """Danger and the words that always work are never held back by a question of ours."""
        text = turn.incoming.text
        if not text:
            return False
        reading = self._understanding.read(text, self._languages.of(turn).code)
        return reading.safeguarding is not None or reading.word is not None

    async def _edited(self, turn: Turn) -> bool:
        """An edit of something in a case is shown there as an edit; the bot says nothing to it."""
        person, _ = turn.known()
        message_id = turn.incoming.message_id
        found = await queries.entry_by_message(turn.session, person.id, message_id) if message_id is not None else None
        if found is None:
            return False
        case, entry = found
        if turn.incoming.text != entry.text:
            entry.earlier = [*(entry.earlier or []), entry.text or ""]
            entry.text, entry.edited_at = turn.incoming.text, turn.now
            queries.touch(case, entry)
            turn.rings.add(case.id)
        reading = self._understanding.read(entry.text, self._languages.of(turn).code) if entry.text else None
        if reading is not None and reading.safeguarding is not None:
            await self._safeguarding.respond(turn, reading.safeguarding)
        return True

    async def _keeps_silent(self, turn: Turn) -> bool:
        """Whether a tap in a live conversation does nothing; asking for the menu is asking for the bot."""
        verb = str((turn.incoming.raw.get("callback_query") or {}).get("data") or "").split(":")[0]
        if verb == Tap.MENU:
            await self.back_to_bot(turn)
        return verb not in _TAPS and verb != Tap.MENU


def held_turn(turn: Turn, held: Mapping[str, Any]) -> None:
    """Let a message that was held back be read as if it had just been sent."""
    turn.incoming = replace(turn.incoming, kind="message", text=held["text"], tapped_id=None)


def _asks_for_rights(reading: Reading) -> bool:
    return reading.word in (STOP, "privacy")
