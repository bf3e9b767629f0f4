"""Leading every intent somewhere useful, in both countries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.content.model import Content
from bot.domain.birthdays import BirthRange
from bot.domain.countries import Country
from bot.domain.intents.understanding import Reading
from bot.domain.places import PlaceMatch
from bot.domain.slots.filling import Slots
from bot.domain.suggestions import About
from bot.messages import answers as answer_messages
from bot.messages import conversations, menu
from bot.messages import intents as messages
from bot.messages.organisations import hours
from bot.messages.outgoing import Button
from bot.messages.taps import Tap
from bot.messages.texts import Html, LocaleTexts
from bot.services.answers import Answers
from bot.services.eligibility import Eligibility
from bot.services.guide import Guide
from bot.services.languages import Languages
from bot.services.opportunities import Opportunities, Wanted
from bot.services.organisations import Organisations
from bot.services.people import People
from bot.services.privacy import Privacy
from bot.services.questions import Questions
from bot.services.turns import Turn
from db.queries import opportunities as interests

_KINDS: Mapping[str, frozenset[str]] = {
    "find_vacancy": frozenset({"vacancy", "apprenticeship"}),
    "find_course": frozenset({"course", "pre_employment"}),
    "find_placement": frozenset({"placement", "volunteering", "pre_employment"}),
    "find_apprenticeship": frozenset({"apprenticeship"}),
    "find_event": frozenset({"event"}),
    "event_info": frozenset({"event"}),
    "export_calendar": frozenset({"event"}),
}
_MOST_GUESSES = 3

Act = Callable[[Turn, Slots], Awaitable[None]]


class Intents:
    """One table from intent to what is done; what stands in no table is answered from content."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        people: People,
        eligibility: Eligibility,
        answers: Answers,
        questions: Questions,
        opportunities: Opportunities,
        organisations: Organisations,
        guide: Guide,
        privacy: Privacy,
    ) -> None:
        self._content = content
        self._languages = languages
        self._people = people
        self._eligibility = eligibility
        self._answers = answers
        self._questions = questions
        self._opportunities = opportunities
        self._organisations = organisations
        self._guide = guide
        self._privacy = privacy
        self._acts: Mapping[str, Act] = {
            "greeting": self._say("greeting"),
            "smalltalk": self._say("smalltalk"),
            "menu_help": self._help,
            "explore_options": self._list,
            "eligibility_check": self._programmes,
            "explain_programme": self._programme,
            "give_area": self._list,
            "trust_question": self._rights,
            "privacy_question": self._rights,
            "delete_data": self._forget,
            "export_data": self._my_data,
            "change_details": self._change,
            "change_answer": self._change,
            "change_language": self._language,
            "set_quiet_hours": self._say("quiet_hours"),
            "set_reminder": self._say("set_reminder"),
            "stop_messages": self._stop,
            "talk_to_human": self._person,
            "adviser_info": self._people_here,
            "complaint": self._complain,
            "ask_if_bot": self._am_bot,
            "cancel_booking": self._yes_list("thanks"),
            "application_status": self._yes_list("application_status"),
            "report_outcome": self._ask_person("report_outcome"),
            "no_reply_frustration": self._ask_person("no_reply"),
            "frustration": self._ask_person("frustration"),
            "affirm": self._say("thanks"),
            "negate": self._say("thanks"),
            "dont_know": self._say("thanks"),
            "skip_question": self._skip,
            "go_back": self._back,
            "restart": self._restart,
            "employer_enquiry": self._employer,
            "referrer_enquiry": self._ask_person("referrer"),
            "out_of_area": self._out_of_area,
            "age_out_of_range": self._any_age,
            "out_of_scope": self._say("out_of_scope"),
        }

    def is_known(self, intent: str) -> bool:
        """Whether an intent leads anywhere of its own; `unclear` does not."""
        return (
            intent in self._acts
            or intent in _KINDS
            or any(intent in topic.intents for topic in self._content.topics.values())
        )

    async def act(self, turn: Turn, intent: str, slots: Slots) -> None:
        """Do what was meant; facts stated on the way are kept first."""
        self.keep_facts(turn, slots)
        person, _ = turn.known()
        found = self._content.answers_to(intent, person.country or "")
        if intent in _KINDS:
            await self._opportunities.show_kinds(turn, _KINDS[intent], self._wanted(turn, slots))
        elif intent in self._acts:
            await self._acts[intent](turn, slots)
        elif found:
            self._answer(turn, intent)
        else:
            turn.say(conversations.first_miss(self._languages.of(turn)))

    def can_answer_stranger(self, intent: str, country: str) -> bool:
        """Whether a question can be answered from content alone, before anything is known or stored."""
        return intent in _KINDS or bool(self._content.answers_to(intent, country)) or intent in (
            "ask_if_bot", "adviser_info", "trust_question", "privacy_question", "explain_programme",
            "out_of_scope", "age_out_of_range",
        )  # fmt: skip

    def did_you_mean(self, turn: Turn, reading: Reading) -> bool:
        """Offer two or three guesses; False when none of them has a name people would choose."""
        t = self._languages.of(turn)
        person, _ = turn.known()
        guesses = [reading.intent, *(intent for intent, _ in reading.alternatives)]
        named = [self._choice(t, intent, person.country or "") for intent in guesses]
        buttons = [button for button in named if button is not None][:_MOST_GUESSES]
        if buttons:
            turn.say(conversations.did_you_mean(t, buttons))
        return bool(buttons)

    def keep_facts(self, turn: Turn, slots: Slots) -> bool:
        """Keep area, age and situation that a message states and nobody answered yet; whether any was new.

        The open question is left to its own reading of the message, which knows more ways of saying it.
        """
        person, _ = turn.known()
        if person.country is None:
            return False
        keep = {"area": self._keep_area, "age": self._keep_age, "situation": self._keep_situation}
        wanted = [name for name in keep if name != self._questions.open_question(turn)]
        kept = [keep[name](turn, slots) for name in wanted if not self._eligibility.is_answered(person, name)]
        return any(kept)

    def _keep_area(self, turn: Turn, slots: Slots) -> bool:
        here = self._wanted(turn, slots).places
        if len(here) == 1:
            self._answers.set_area(turn, PlaceMatch(tuple(here)))
        return len(here) == 1

    def _keep_age(self, turn: Turn, slots: Slots) -> bool:
        person, _ = turn.known()
        if slots.age is not None:
            today = self._eligibility.today(person, turn.now)
            self._answers.set_births(turn, BirthRange.from_age(slots.age, today))
        return slots.age is not None

    def _keep_situation(self, turn: Turn, slots: Slots) -> bool:
        if slots.situation is not None:
            self._answers.set_choice(turn, "situation", slots.situation)
        return slots.situation is not None

    def _is_in(self, place: str, country: Country) -> bool:
        known = self._content.places.places.get(place)
        return known is not None and known.country == country

    def _choice(self, t: LocaleTexts, intent: str, country: str) -> Button | None:
        found = self._content.answers_to(intent, country)
        return messages.titled_choice(t.pick(found[0].title), intent) if found else messages.choice(t, intent)

    def _answer(self, turn: Turn, intent: str) -> None:
        person, _ = turn.known()
        today = self._eligibility.today(person, turn.now)
        for item in self._content.answers_to(intent, person.country or "", turn.incoming.text or "")[:1]:
            pay = self._content.pay.get(person.country or "") if item.about_pay else None
            turn.say(answer_messages.answer(self._languages.of(turn), item, pay, today))

    def _wanted(self, turn: Turn, slots: Slots) -> Wanted:
        person, _ = turn.known()
        country = Country(person.country or "")
        here = frozenset(place for place in slots.places if self._is_in(place, country))
        return Wanted(frozenset(slots.sectors), here)

    def _say(self, key: str) -> Act:
        async def say(turn: Turn, slots: Slots) -> None:
            turn.say(messages.reply(self._languages.of(turn), key))

        return say

    def _ask_person(self, key: str) -> Act:
        async def ask_person(turn: Turn, slots: Slots) -> None:
            turn.say(messages.with_person(self._languages.of(turn), key))

        return ask_person

    def _yes_list(self, key: str) -> Act:
        async def show(turn: Turn, slots: Slots) -> None:
            person, _ = turn.known()
            saved: list[tuple[Tap, str, Html]] = []
            for row in await interests.interests_of(turn.session, person.id) if person.id else ():
                title = await self._opportunities.title(turn, row.about, row.slug)
                verb = {About.EVENT.value: Tap.EVENT, "p": Tap.PROGRAMME}.get(row.about, Tap.OPPORTUNITY)
                saved.append((verb, row.slug, title or Html(row.slug)))
            turn.say(messages.yes_list(self._languages.of(turn), key, saved))

        return show

    async def _help(self, turn: Turn, slots: Slots) -> None:
        turn.say(menu.help_card(self._languages.of(turn)))

    async def _list(self, turn: Turn, slots: Slots) -> None:
        await self._guide.show_list(turn)

    async def _programmes(self, turn: Turn, slots: Slots) -> None:
        await self._guide.check(turn)

    async def _programme(self, turn: Turn, slots: Slots) -> None:
        if not slots.programmes or not self._guide.show_programme(turn, slots.programmes[0]):
            await self._guide.show_programmes(turn)

    async def _rights(self, turn: Turn, slots: Slots) -> None:
        self._privacy.show_rights(turn)

    async def _forget(self, turn: Turn, slots: Slots) -> None:
        await self._privacy.ask_forget(turn)

    async def _my_data(self, turn: Turn, slots: Slots) -> None:
        await self._privacy.show_held(turn)

    async def _change(self, turn: Turn, slots: Slots) -> None:
        self._questions.offer_change(turn)

    async def _language(self, turn: Turn, slots: Slots) -> None:
        self._people.ask_language(turn)

    async def _stop(self, turn: Turn, slots: Slots) -> None:
        await self._people.stop(turn)

    async def _person(self, turn: Turn, slots: Slots) -> None:
        await self._guide.ask_for_a_person(turn)

    async def _employer(self, turn: Turn, slots: Slots) -> None:
        await self._guide.meet_employer(turn)

    async def _skip(self, turn: Turn, slots: Slots) -> None:
        await self._guide.skip(turn)

    async def _back(self, turn: Turn, slots: Slots) -> None:
        await self._guide.back(turn)

    async def _restart(self, turn: Turn, slots: Slots) -> None:
        await self._guide.restart(turn)

    async def _people_here(self, turn: Turn, slots: Slots) -> None:
        person, _ = turn.known()
        organisation = self._organisations.serving(person, "other")
        t = self._languages.of(turn)
        shown = hours(t, organisation.hours)
        turn.say(messages.with_person(t, "people", hours=shown, organisation=organisation.name))

    async def _am_bot(self, turn: Turn, slots: Slots) -> None:
        person, _ = turn.known()
        t = self._languages.of(turn)
        shown = hours(t, self._organisations.serving(person, "other").hours)
        turn.say(messages.with_person(t, "bot", hours=shown))

    async def _complain(self, turn: Turn, slots: Slots) -> None:
        person, _ = turn.known()
        controller = self._organisations.controller(person.country or self._guide.default_country).controller
        turn.say(messages.with_person(self._languages.of(turn), "complaint", controller=controller))

    async def _out_of_area(self, turn: Turn, slots: Slots) -> None:
        turn.say(messages.reply(self._languages.of(turn), "out_of_area"))
        await self._guide.change(turn, "area")

    async def _any_age(self, turn: Turn, slots: Slots) -> None:
        turn.say(messages.reply(self._languages.of(turn), "age_out_of_range"))
        self._opportunities.show_services(turn)
