"""Holding back what comes too fast: bursts of messages, and all but the first of an album."""

from __future__ import annotations

from bot.messages import conversations as messages
from bot.services.languages import Languages
from bot.services.turns import RECENT, Turn
from db.queries import updates


class Bursts:
    """A burst gets one answer, and then one each ten seconds while it lasts; the updates kept are what is counted."""

    def __init__(self, languages: Languages, most: int) -> None:
        self._languages = languages
        self._most = most

    def holds_back(self, turn: Turn) -> bool:
        """Whether this message of somebody we know is part of a burst or the rest of an album."""
        return self._is_rest_of_album(turn) or self._is_burst(turn)

    async def holds_back_stranger(self, turn: Turn) -> bool:
        """Whether this update of somebody we know nothing of is part of a burst."""
        chat_id = turn.incoming.chat_id
        if chat_id is None:
            return False
        # This update is recorded already, so it counts itself.
        count = await updates.count_since(turn.session, chat_id, turn.now - RECENT)
        if count == self._most + 1:
            turn.say(messages.one_at_a_time(self._languages.of(turn)))
        return count > self._most

    def _is_rest_of_album(self, turn: Turn) -> bool:
        _, conversation = turn.known()
        album = turn.incoming.media_group_id
        if album is None or album == conversation.media_group_id:
            return album is not None
        conversation.media_group_id = album
        return False

    def _is_burst(self, turn: Turn) -> bool:
        _, conversation = turn.known()
        if turn.recent_messages < self._most:
            return False
        if conversation.burst_told_at is None or turn.now - conversation.burst_told_at > RECENT:
            conversation.burst_told_at = turn.now
            turn.say(messages.one_at_a_time(self._languages.of(turn)))
        return True
