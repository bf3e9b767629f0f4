"""Intents about somebody's own choices: answers, language, messages, data, and where they are in the talk."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.slots.filling import Slots
from bot.services.eligibility.guide import Guide
from bot.services.eligibility.questions import Questions
from bot.services.intents.acts import Act, always, at_once
from bot.services.intents.facts import Facts
from bot.services.opportunities.opportunities import Opportunities
from bot.services.people import People
from bot.services.privacy import Privacy
from bot.services.turns import Turn


class Choices:
    """Everything people may decide about themselves, done by the service that owns it."""

    def __init__(
        self,
        people: People,
        questions: Questions,
        privacy: Privacy,
        guide: Guide,
        opportunities: Opportunities,
        facts: Facts,
    ) -> None:
        self._facts = facts
        self._opportunities = opportunities
        self._people = people
        self._questions = questions
        self._privacy = privacy
        self._guide = guide

    def acts(self) -> Mapping[str, Act]:
        """Changes, rights, stopping, and steps through the talk."""
        return {
            "change_details": Act(self._change),
            "change_answer": Act(self._change),
            "change_language": at_once(self._people.ask_language),
            "stop_messages": always(self._people.stop),
            "privacy_question": at_once(self._privacy.show_rights, for_strangers=True),
            "delete_data": always(self._privacy.ask_forget),
            "export_data": always(self._privacy.show_held),
            "skip_question": always(self._guide.skip),
            "go_back": always(self._guide.back),
            "restart": always(self._guide.restart),
        }

    async def _change(self, turn: Turn, slots: Slots) -> None:
        """Who says the new answer at once need not look for it in a list."""
        if self._facts.change(turn, slots):
            self._opportunities.say_known(turn)
            await self._guide.show_list(turn)
        else:
            self._questions.offer_change(turn)
