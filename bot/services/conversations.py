"""Reading what people send when it is no tap and no command: words first, then quiet answers to all else."""

from __future__ import annotations

from datetime import timedelta

from bot.messages import conversations as messages
from bot.messages import menu
from bot.services.guide import Guide
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.queries import updates

_LONGEST_TEXT = 1500
_WINDOW = timedelta(seconds=10)
_FOR_STRANGERS = ("/start", "/stop", "/privacy", "/mydata", "/forget")


class Conversations:
    """Keeps a chat going whatever is sent; holds back bursts and the rest of an album."""

    def __init__(self, languages: Languages, guide: Guide, burst_messages: int) -> None:
        self._languages = languages
        self._guide = guide
        self._burst_messages = burst_messages

    async def screen(self, turn: Turn) -> bool:
        """Whether this update goes no further: held back as part of a burst or album, or sent by a stranger.

        A stranger is somebody of whom nothing is stored: never seen, or erased. Old taps create nobody.
        """
        incoming = turn.incoming
        if not incoming.private or incoming.kind not in ("message", "callback_query"):
            return False
        if turn.conversation is None:
            return await self._is_unknown_burst(turn) or await self._meet_stranger(turn)
        return incoming.kind == "message" and (self._is_rest_of_album(turn) or self._is_burst(turn))

    async def _meet_stranger(self, turn: Turn) -> bool:
        if turn.incoming.kind == "callback_query":
            turn.say(messages.press_start(self._languages.of(turn)))
            return True
        command = (turn.incoming.text or "").split("@")[0].split(" ")[0]
        if command.startswith("/") and command not in _FOR_STRANGERS:
            await self._guide.start(turn, None)
            return True
        return False

    async def read(self, turn: Turn) -> None:
        """A message in words."""
        text = turn.incoming.text or ""
        t = self._languages.of(turn)
        if turn.person is None:
            await self._guide.start(turn, None)
        elif len(text) > _LONGEST_TEXT:
            turn.say(messages.too_long(t))
        elif not any(mark.isalnum() for mark in text):
            turn.say(messages.no_words(t))
        elif not await self._guide.answer_text(turn, text):
            await self._miss(turn, text)

    def cannot_read(self, turn: Turn, kind: str) -> None:
        """A voice note, photo, sticker, …"""
        turn.say(messages.cannot_read(self._languages.of(turn), kind))

    def edited(self, turn: Turn) -> None:
        """An edit of an earlier message; nothing is created by one."""
        if turn.person is not None:
            turn.say(messages.edited(self._languages.of(turn)))

    def show_menu(self, turn: Turn) -> None:
        """The menu."""
        turn.say(menu.menu(self._languages.of(turn)))

    def show_help(self, turn: Turn) -> None:
        """Help."""
        turn.say(menu.help_card(self._languages.of(turn)))

    def unknown_command(self, turn: Turn) -> None:
        """A command we do not have."""
        turn.say(messages.unknown_command(self._languages.of(turn)))

    def added_to_group(self, turn: Turn) -> None:
        """Say once that we only talk in private."""
        turn.say(messages.group(self._languages.of(turn)))

    async def apologise(self, turn: Turn) -> None:
        """Something of ours failed on a person's message."""
        if turn.incoming.private and turn.incoming.kind in ("message", "callback_query"):
            turn.say(messages.apology(self._languages.of(turn)))

    async def _miss(self, turn: Turn, text: str) -> None:
        _, conversation = turn.known()
        if conversation.step.startswith("question:"):
            await self._guide.ask_again(turn, text)
            return
        t = self._languages.of(turn)
        conversation.misses += 1
        turn.say(messages.first_miss(t) if conversation.misses < 2 else messages.second_miss(t))

    def _is_rest_of_album(self, turn: Turn) -> bool:
        _, conversation = turn.known()
        album = turn.incoming.media_group_id
        if album is None or album == conversation.media_group_id:
            return album is not None
        conversation.media_group_id = album
        return False

    def _is_burst(self, turn: Turn) -> bool:
        _, conversation = turn.known()
        if conversation.burst_started_at is None or turn.now - conversation.burst_started_at > _WINDOW:
            conversation.burst_started_at, conversation.burst_count = turn.now, 0
        conversation.burst_count += 1
        if conversation.burst_count <= self._burst_messages:
            return False
        if conversation.burst_told_at is None or turn.now - conversation.burst_told_at > _WINDOW:
            conversation.burst_told_at = turn.now
            turn.say(messages.one_at_a_time(self._languages.of(turn)))
        return True

    async def _is_unknown_burst(self, turn: Turn) -> bool:
        chat_id = turn.incoming.chat_id
        if chat_id is None:
            return False
        # This update is recorded already, so it counts itself.
        count = await updates.count_since(turn.session, chat_id, turn.now - _WINDOW)
        if count == self._burst_messages + 1:
            turn.say(messages.one_at_a_time(self._languages.of(turn)))
        return count > self._burst_messages
