"""Leading somebody from the first message to things they can say yes to, and asking only what can change them."""

from __future__ import annotations

from typing import Any

from bot.content.model import Content
from bot.domain.suggestions import About
from bot.messages import conversations, opportunities
from bot.messages.texts import Html
from bot.services.eligibility.answers import Answers
from bot.services.eligibility.eligibility import Eligibility
from bot.services.eligibility.first_steps import BASICS, FirstSteps
from bot.services.eligibility.programmes import Programmes
from bot.services.eligibility.questions import Questions, Taken
from bot.services.events.events import Events
from bot.services.handoffs import Handoffs
from bot.services.languages import Languages
from bot.services.leads import Leads
from bot.services.links import Link, read_link
from bot.services.opportunities.opportunities import Opportunities
from bot.services.people import People
from bot.services.turns import Turn


class Guide:
    """Decides what comes next; every path ends in `proceed`."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        people: People,
        eligibility: Eligibility,
        answers: Answers,
        questions: Questions,
        opportunities: Opportunities,
        events: Events,
        programmes: Programmes,
        handoffs: Handoffs,
        leads: Leads,
        first_steps: FirstSteps,
        default_country: str,
    ) -> None:
        self.default_country = default_country
        self._content = content
        self._languages = languages
        self._people = people
        self._eligibility = eligibility
        self._answers = answers
        self._questions = questions
        self._opportunities = opportunities
        self._events = events
        self._programmes = programmes
        self._handoffs = handoffs
        self._leads = leads
        self._first_steps = first_steps

    async def start(self, turn: Turn, payload: str | None) -> None:
        """`/start`: a deep link opens what it names at once; otherwise language comes first."""
        link = read_link(payload)
        person = self._people.begin(turn, link.source)
        _, conversation = turn.known()
        conversation.step, conversation.misses = "", 0
        conversation.draft = {**conversation.draft, "source": link.source} if link.source else dict(conversation.draft)
        person.reach = "active"
        await self._people.keep_new(turn)
        if not link.opens:
            await self._from_the_top(turn)
            return
        person.locale = person.locale or self._languages.of_phone(turn.incoming.language_code)
        conversation.draft = {**conversation.draft, "link": payload}
        await self.proceed(turn)

    async def choose_language(self, turn: Turn, code: str) -> None:
        """Language is kept, and whatever waited for it goes on."""
        if self._people.choose_language(turn, code):
            await self.proceed(turn)
        else:
            self._people.ask_language(turn)

    async def choose_country(self, turn: Turn, country: str) -> None:
        """Country is kept; everything after belongs to it alone."""
        if self._people.choose_country(turn, country):
            await self.proceed(turn)
        else:
            self._people.ask_country(turn)

    async def answer_tap(self, turn: Turn, question: str, option: str, revision: int) -> None:
        """An answer by button; an old button is said to be old, and the conversation goes on from where it is."""
        taken = self._questions.take_tap(turn, question, option, revision)
        if taken is Taken.STALE:
            await self.old_button(turn)
        elif taken is Taken.ANSWERED and not self._programmes.come_back(turn, question):
            await self.proceed(turn)

    async def answer_text(self, turn: Turn, text: str) -> bool:
        """An answer in words to the open question; False when it does not answer it (nothing is said then)."""
        question = self._questions.open_question(turn)
        taken = self._questions.take_text(turn, text)
        if taken is Taken.ANSWERED and not self._programmes.come_back(turn, question):
            await self.proceed(turn)
        return not isinstance(taken, str) and taken is not Taken.STALE

    async def ask_again(self, turn: Turn, text: str) -> None:
        """The answer was not understood: say why, reword the question, and after two misses offer a person."""
        _, conversation = turn.known()
        question = self._questions.open_question(turn)
        why = self._questions.take_text(turn, text)
        if question is not None and isinstance(why, str):
            self._questions.ask(turn, question, misses=conversation.misses + 1, why_missed=Html(why))

    def open_question(self, turn: Turn) -> str | None:
        """The question that waits for an answer."""
        return self._questions.open_question(turn)

    def likely_country(self, turn: Turn) -> str:
        """Where a stranger most likely is, by their phone's language; only ever a country this deployment serves."""
        locale = self._languages.likeliest(turn.incoming.language_code)
        of_locale = (code for code, card in self._content.countries.items() if card.default_locale == locale)
        return next((code for code in of_locale if self._people.serves(code)), self.default_country)

    async def skip(self, turn: Turn) -> None:
        """Skip the open question."""
        self._questions.skip(turn)
        await self.proceed(turn)

    async def back(self, turn: Turn) -> None:
        """The question before, with its answer still kept until it is answered anew."""
        if not self._questions.go_back(turn):
            self._questions.offer_change(turn)

    async def settle(self, turn: Turn, programme_id: str) -> None:
        """Ask what would settle one programme, and come back to it; an old button shows how it stands now."""
        question = self._programmes.question_to_settle(turn, programme_id)
        if question is not None:
            self._questions.ask(turn, question)
        elif not self._programmes.show(turn, programme_id):
            await self.old_button(turn)

    async def change(self, turn: Turn, question: str) -> None:
        """Ask one question again; only what depends on it will be asked again too."""
        person, _ = turn.known()
        if any(item.id == question for item in self._content.questions_in(person.country or "")):
            self._questions.ask(turn, question)
        else:
            self._questions.offer_change(turn)

    async def old_button(self, turn: Turn) -> None:
        """A tap on something from earlier: say so and ask what is open, or show the menu's list."""
        turn.say(conversations.old_button(self._languages.of(turn)))
        await self.resume(turn)

    async def resume(self, turn: Turn) -> None:
        """Ask the open question once more, or go on."""
        question = self._questions.open_question(turn)
        if question is not None:
            self._questions.ask(turn, question)
        else:
            await self.proceed(turn)

    async def restart(self, turn: Turn) -> None:
        """Start again: answers are cleared, what was said yes to stays."""
        person, conversation = turn.known()
        for question in ("area", "age", *person.answers.get("given", {})):
            self._answers.clear(person, question)
        person.answers = {}
        conversation.draft = {}
        await self._from_the_top(turn)

    async def proceed(self, turn: Turn) -> None:
        """Say or ask whatever comes next for this person."""
        person, conversation = turn.known()
        if person.locale is None:
            self._people.ask_language(turn)
        elif conversation.draft.get("link"):
            await self._open_link(turn)
        elif person.country is None:
            self._people.ask_country(turn)
        elif "then" in conversation.draft:
            then = conversation.draft["then"]
            conversation.draft = _without(conversation.draft, "then")
            await (self.meet_employer(turn) if then == "employer" else self._handoffs.ask(turn))
        else:
            await self._first_steps.go_on(turn)

    async def open(self, turn: Turn, about: str, slug: str) -> None:
        """Show an opportunity or event; what is not open any more is said, and the list follows."""
        if not await self._show(turn, Link(About(about), slug)):
            await self._gone(turn, about)

    async def say_yes(self, turn: Turn, about: str, slug: str) -> None:
        """Keep a yes; somebody who came by a link is told once what is kept and that there is more."""
        _, conversation = turn.known()
        if about == About.EVENT:
            kept = await self._events.say_yes(turn, slug)
        else:
            kept = await self._opportunities.save_interest(turn, about, slug)
        if not kept:
            await self._gone(turn, about)
        elif not {"welcomed", "told"} & set(conversation.draft):
            conversation.draft = {**conversation.draft, "told": True}
            turn.say(opportunities.first_time(self._languages.of(turn)))

    async def say_no(self, turn: Turn, about: str, slug: str) -> None:
        """Take a yes back; a button that has nothing to take back is old."""
        if about == About.EVENT:
            dropped = await self._events.say_no(turn, slug)
        else:
            dropped = await self._opportunities.drop_interest(turn, about, slug)
        if not dropped:
            await self.old_button(turn)

    async def ask_for_a_person(self, turn: Turn) -> None:
        """A person can be asked for at any time; only the country must be known, because it decides who that is."""
        person, conversation = turn.known()
        if person.country is None:
            conversation.draft = {**conversation.draft, "then": "person"}
            await self.proceed(turn)
        else:
            await self._handoffs.ask(turn)

    async def meet_employer(self, turn: Turn) -> None:
        """An employer gets their own way; only the country must be known, because programmes belong to one."""
        person, conversation = turn.known()
        if person.country is None:
            conversation.draft = {**conversation.draft, "then": "employer"}
            await self.proceed(turn)
        else:
            self._leads.meet(turn)

    def show_programme(self, turn: Turn, programme_id: str) -> bool:
        """One programme's card; False when the person's country has none by that name."""
        return self._programmes.show(turn, programme_id)

    async def check(self, turn: Turn) -> None:
        """Do I fit: the basics first if they are missing, then every programme's verdict."""
        person, _ = turn.known()
        is_ready = person.country is not None and all(self._eligibility.is_answered(person, name) for name in BASICS)
        if is_ready:
            self._programmes.show_all(turn)
        else:
            await self.proceed(turn)

    async def show_programmes(self, turn: Turn) -> None:
        """Which programmes fit, as far as is known."""
        person, _ = turn.known()
        if person.country is None:
            await self.proceed(turn)
        else:
            self._programmes.show_all(turn)

    async def show_list(self, turn: Turn) -> None:
        """What can be said yes to now; before the basics are known they are asked first."""
        _, conversation = turn.known()
        conversation.draft = _without(conversation.draft, "listed")
        await self.proceed(turn)

    async def _from_the_top(self, turn: Turn) -> None:
        person, conversation = turn.known()
        conversation.draft = _without(conversation.draft, "asked", "listed", "link", "packet")
        if person.locale is None or not self._is_settled(turn):
            self._people.ask_language(turn)
        else:
            await self.proceed(turn)

    def _is_settled(self, turn: Turn) -> bool:
        """Somebody who got past the first questions does not choose a language again at each /start."""
        person, _ = turn.known()
        return person.country is not None and self._eligibility.is_answered(person, "age")

    async def _gone(self, turn: Turn, about: str) -> None:
        if about == About.EVENT:
            self._events.say_past(turn)
        else:
            self._opportunities.say_gone(turn)
        await self.show_list(turn)

    async def _open_link(self, turn: Turn) -> None:
        person, conversation = turn.known()
        link = read_link(conversation.draft.get("link"))
        conversation.draft = _without(conversation.draft, "link")
        country = await self._link_country(turn, link)
        if person.country is None and country is not None:
            person.country = country
        if not await self._show(turn, link):
            await self._gone(turn, link.about or "")

    async def _show(self, turn: Turn, link: Link) -> bool:
        if link.about == About.EVENT:
            return await self._events.show(turn, link.slug or "")
        return await self._opportunities.show(turn, link.slug or "")

    async def _link_country(self, turn: Turn, link: Link) -> str | None:
        country = await self._opportunities.country_of(turn, link.about or "", link.slug or "")
        return country if country is not None and self._people.serves(country) else None


def _without(draft: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in draft.items() if name not in names}
