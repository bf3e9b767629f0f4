"""The first steps: who we are, area and age, then what can be said yes to, and the question that could change it."""

from __future__ import annotations

from bot.content.model import Content
from bot.messages import people as messages
from bot.messages import results
from bot.messages.organisations import hours
from bot.services.eligibility.eligibility import Eligibility
from bot.services.eligibility.questions import Questions
from bot.services.languages import Languages
from bot.services.opportunities.opportunities import Opportunities
from bot.services.organisations import Organisations
from bot.services.turns import Turn

BASICS = ("area", "age")
TOO_YOUNG = "too_young"


class FirstSteps:
    """Language and country are known here; nothing is asked that cannot change what is shown."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        questions: Questions,
        opportunities: Opportunities,
        organisations: Organisations,
    ) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility
        self._questions = questions
        self._opportunities = opportunities
        self._organisations = organisations

    async def go_on(self, turn: Turn) -> None:
        """Say or ask the next of these steps."""
        person, conversation = turn.known()
        self._welcome_once(turn)
        missing = next((name for name in BASICS if not self._eligibility.is_answered(person, name)), None)
        if missing is not None:
            self._questions.ask(turn, missing)
        elif not self._too_young(turn):
            conversation.step = ""
            await self._list_and_ask(turn)

    def _welcome_once(self, turn: Turn) -> None:
        person, conversation = turn.known()
        if conversation.draft.get("welcomed") == person.country:
            return
        country = person.country or ""
        controller = self._organisations.controller(country)
        t = self._languages.of(turn)
        turn.say(messages.welcome(t, country, controller.controller, hours(t, controller.hours)))
        conversation.draft = {**conversation.draft, "welcomed": country}

    def _too_young(self, turn: Turn) -> bool:
        """Under the country's age for this chat: a phone number and a place, and no further questions."""
        person, conversation = turn.known()
        births = self._eligibility.births(person)
        card = self._content.countries[person.country or ""]
        if births is None or births.ages_on(self._eligibility.today(person, turn.now))[1] >= card.minimum_age:
            return False
        conversation.step = TOO_YOUNG
        service = self._content.services[card.under_age[0]]
        turn.say(messages.too_young(self._languages.of(turn), card.minimum_age, service))
        return True

    async def _list_and_ask(self, turn: Turn) -> None:
        person, conversation = turn.known()
        today = self._eligibility.today(person, turn.now)
        ranking = await self._opportunities.rank(turn)
        if conversation.draft.get("listed") != ranking.slugs:
            self._opportunities.forget_wish(turn)
            await self._opportunities.show_page(turn, ranking)
            conversation.draft = {**conversation.draft, "listed": ranking.slugs}
        question = self._eligibility.next_question(person, ranking.ruled, today)
        question = question or self._interests_question(turn)
        if question is not None:
            lead = self._languages.of(turn)("results.more_questions") if turn.outgoing else None
            self._questions.ask(turn, question, lead=lead)
        elif not turn.outgoing:
            turn.say(results.same_list(self._languages.of(turn)))

    def _interests_question(self, turn: Turn) -> str | None:
        """Interests decide no verdict but do reorder the list, so they are asked once, last."""
        person, _ = turn.known()
        return None if self._eligibility.is_answered(person, "interests") else "interests"
