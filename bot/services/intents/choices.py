"""Intents about somebody's own choices: answers, language, messages, data, and where they are in the talk."""

from __future__ import annotations

from collections.abc import Mapping

from bot.services.eligibility.guide import Guide
from bot.services.eligibility.questions import Questions
from bot.services.intents.acts import Act, always, at_once
from bot.services.people import People
from bot.services.privacy import Privacy


class Choices:
    """Everything people may decide about themselves, done by the service that owns it."""

    def __init__(self, people: People, questions: Questions, privacy: Privacy, guide: Guide) -> None:
        self._people = people
        self._questions = questions
        self._privacy = privacy
        self._guide = guide

    def acts(self) -> Mapping[str, Act]:
        """Changes, rights, stopping, and steps through the talk."""
        return {
            "change_details": at_once(self._questions.offer_change),
            "change_answer": at_once(self._questions.offer_change),
            "change_language": at_once(self._people.ask_language),
            "stop_messages": always(self._people.stop),
            "privacy_question": at_once(self._privacy.show_rights, for_strangers=True),
            "delete_data": always(self._privacy.ask_forget),
            "export_data": always(self._privacy.show_held),
            "skip_question": always(self._guide.skip),
            "go_back": always(self._guide.back),
            "restart": always(self._guide.restart),
        }
