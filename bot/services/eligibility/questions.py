"""Asking a person one question at a time, and taking the answer, tapped or typed."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from bot.content.model import Content
from bot.content.schema.questions import Question
from bot.domain.ages import AgeAnswer, AgeMisread, Misread, parse_age, parse_birth_month
from bot.domain.choices import typed_choice
from bot.domain.countries import Country
from bot.domain.hours_worked import situation_by_hours
from bot.domain.places import PlaceMatch, PlaceQuestion, Unclear, resolve
from bot.messages import questions as messages
from bot.messages.questions import DONE, SKIP, Asking
from bot.messages.texts import Html
from bot.services.eligibility.answers import Answers
from bot.services.eligibility.eligibility import Eligibility
from bot.services.languages import Languages
from bot.services.turns import Turn

_STEP = "question:"
# "Londn" is all of London: a list of its councils would help nobody, and which one is asked where it matters.
_MOST_PLACES = 6


class Taken(Enum):
    """What became of an answer: ANSWERED is kept, ASKED means it was asked once more, STALE came too late."""

    ANSWERED = "answered"
    ASKED = "asked"
    STALE = "stale"


class Questions:
    """Keeps answers on the person; the open question is the conversation's step."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        eligibility: Eligibility,
        answers: Answers,
        countries: tuple[str, ...],
    ) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility
        self._answers = answers
        self._countries = countries

    def open_question(self, turn: Turn) -> str | None:
        """The question that waits for an answer."""
        _, conversation = turn.known()
        step = conversation.step
        return step.removeprefix(_STEP) if step.startswith(_STEP) else None

    def ask(
        self,
        turn: Turn,
        question_id: str,
        *,
        misses: int = 0,
        lead: Html | None = None,
        why_missed: Html | None = None,
    ) -> None:
        """Ask one question; `lead` is said above it in the same message, `why_missed` instead of it at first."""
        person, conversation = turn.known()
        t = self._languages.of(turn)
        question = self._content.questions[question_id].said_in(person.country)
        conversation.revision += 1
        conversation.step = _STEP + question_id
        conversation.misses = misses
        self._remember(turn, question_id)
        chosen = frozenset(person.answers.get("given", {}).get(question_id, ())) if question.kind == "choices" else None
        asking = Asking(
            question,
            conversation.revision,
            can_go_back=len(conversation.draft.get("asked", ())) > 1,
            chosen=chosen or frozenset(),
            misses=misses,
            elsewhere=self._elsewhere(turn) if misses and question_id == "area" else (),
        )
        message = messages.ask(t, asking, self._answers.options(turn, question), why_missed)
        turn.say(replace(message, text=Html(f"{lead}\n\n{message.text}")) if lead else message)

    def explain(self, turn: Turn, question_id: str) -> None:
        """Ask again for somebody who does not see what is meant: what to do stands above it."""
        person, _ = turn.known()
        t = self._languages.of(turn)
        question = self._content.questions[question_id].said_in(person.country)
        is_choice = bool(self._answers.options(turn, question))
        lead = t("questions.asked_back_open")
        if is_choice:
            lead = t("questions.asked_back", again=t.pick(question.again))
        self.ask(turn, question_id, lead=lead)

    def _elsewhere(self, turn: Turn) -> tuple[str, ...]:
        """Who tapped the wrong country finds out when their place is not known there."""
        person, _ = turn.known()
        return tuple(country for country in self._countries if country != person.country)

    def take_tap(self, turn: Turn, question_id: str, option: str, revision: int) -> Taken:
        """An answer by button; one whose question is not open any more is stale."""
        _, conversation = turn.known()
        if self.open_question(turn) != question_id or revision != conversation.revision:
            return Taken.STALE
        question = self._content.questions[question_id]
        if option == SKIP and question.can_skip:
            return self.skip(turn)
        if question.kind == "choices":
            return self._take_one_of_many(turn, question, option)
        is_listed = option in dict(self._answers.options(turn, question))
        if option == "other" and not is_listed:
            self.ask(turn, question_id, misses=1)
            return Taken.ASKED
        if not is_listed and not self._is_place(turn, question, option):
            return Taken.STALE
        self._keep(turn, question, option)
        return Taken.ANSWERED

    def take_text(self, turn: Turn, text: str) -> Taken | Html:
        """An answer in words; what is not understood comes back as the sentence that says why."""
        question_id = self.open_question(turn)
        if question_id is None:
            return Taken.STALE
        question = self._content.questions[question_id]
        take = {"place": self._take_place, "age": self._take_age, "month": self._take_month}.get(
            question.kind, self._take_choice
        )
        return take(turn, question, text)

    def skip(self, turn: Turn) -> Taken:
        """Leave the open question unanswered; it is not asked again by itself."""
        question_id = self.open_question(turn)
        if question_id is None or not self._content.questions[question_id].can_skip:
            return Taken.STALE
        person, _ = turn.known()
        self._answers.clear(person, question_id)
        skipped = [*person.answers.get("skipped", ()), question_id]
        person.answers = {**person.answers, "skipped": skipped}
        return Taken.ANSWERED

    def go_back(self, turn: Turn) -> bool:
        """Ask the question before the open one again; False when there is none."""
        _, conversation = turn.known()
        asked = list(conversation.draft.get("asked", ()))
        if len(asked) < 2:
            return False
        conversation.draft = {**conversation.draft, "asked": asked[:-2]}
        self.ask(turn, asked[-2])
        return True

    def offer_change(self, turn: Turn) -> None:
        """List every answer as a button."""
        person, _ = turn.known()
        t = self._languages.of(turn)
        shown: dict[str, tuple[str, str]] = {}
        for question in self._content.questions_in(person.country or ""):
            answer = self._answers.words(turn, question)
            if answer is not None:
                shown[question.id] = (self._answers.title(turn, question), answer)
        turn.say(messages.answers_to_change(t, shown))

    def _keep(self, turn: Turn, question: Question, option: str) -> None:
        person, _ = turn.known()
        if question.kind == "place":
            self._answers.set_area(turn, PlaceMatch((option,)))
        elif question.id == "council":
            person.council, person.places = option, [option]
            self._answers.set_choice(turn, "council", option)
        else:
            self._answers.clear(person, question.id)
            self._answers.set_choice(turn, question.id, option)

    def _take_one_of_many(self, turn: Turn, question: Question, option: str) -> Taken:
        person, _ = turn.known()
        chosen = list(person.answers.get("given", {}).get(question.id, ()))
        if option == DONE:
            return Taken.ANSWERED if chosen else self.skip(turn)
        if option not in dict(self._answers.options(turn, question)):
            return Taken.STALE
        chosen = [item for item in chosen if item != option] if option in chosen else [*chosen, option]
        self._answers.set_choice(turn, question.id, chosen)
        self._edit(turn, question, frozenset(chosen))
        return Taken.ASKED

    def _edit(self, turn: Turn, question: Question, chosen: frozenset[str]) -> None:
        """Tick the option in the message that was tapped, without asking anew."""
        _, conversation = turn.known()
        can_go_back = len(conversation.draft.get("asked", ())) > 1
        asking = Asking(question, conversation.revision, can_go_back, chosen)
        message = messages.ask(self._languages.of(turn), asking, self._answers.options(turn, question))
        turn.edit_tapped(message)

    def _take_place(self, turn: Turn, question: Question, text: str) -> Taken | Html:
        person, _ = turn.known()
        t = self._languages.of(turn)
        country = Country(person.country or "")
        found = resolve(text, country, self._content.places)
        is_sure = isinstance(found, PlaceMatch) and (not found.is_guess or len(found.councils) > _MOST_PLACES)
        if isinstance(found, PlaceMatch) and is_sure:
            self._answers.set_area(turn, found)
            return Taken.ANSWERED
        if isinstance(found, PlaceMatch):
            names = t.one_of(self._content.places.names(found.councils))
            return self._choose_place(turn, question, found.councils, t("questions.guess", place=names))
        if found is None:
            return messages.did_not_fit(t, "place" if country is Country.UK else "place_se")
        return self._unclear_place(turn, question, found)

    def _unclear_place(self, turn: Turn, question: Question, found: PlaceQuestion) -> Taken | Html:
        person, _ = turn.known()
        t = self._languages.of(turn)
        if found.why is Unclear.NO_FIXED_ADDRESS:
            # It is understood, whatever else the words resemble.
            self.ask(turn, question.id, misses=1, why_missed=t("questions.no_address"))
            return Taken.ASKED
        if found.why is Unclear.NAME_NOT_NUMBER:
            return messages.did_not_fit(t, "number")
        if found.why is Unclear.WRONG_COUNTRY:
            return t("questions.miss.wrong_country", country=t.plain(f"people.country.{person.country}"))
        lead = "questions.miss.two_places" if found.why is Unclear.TWO_PLACES else "questions.which_place"
        return self._choose_place(turn, question, found.options, t(lead))

    def _choose_place(self, turn: Turn, question: Question, places: tuple[str, ...], words: Html) -> Taken:
        _, conversation = turn.known()
        conversation.revision += 1
        conversation.draft = {**conversation.draft, "places": list(places)}
        named = list(zip(places, self._content.places.names(places), strict=True))
        t = self._languages.of(turn)
        turn.say(messages.choose_place(t, question.id, named, words, conversation.revision))
        return Taken.ASKED

    def _is_place(self, turn: Turn, question: Question, option: str) -> bool:
        _, conversation = turn.known()
        return question.kind == "place" and option in conversation.draft.get("places", ())

    def _take_age(self, turn: Turn, question: Question, text: str) -> Taken | Html:
        person, _ = turn.known()
        t = self._languages.of(turn)
        told = parse_age(text, self._eligibility.today(person, turn.now))
        if isinstance(told, AgeAnswer):
            self._answers.clear(person, "age")
            self._answers.set_births(turn, told.births)
            return Taken.ANSWERED
        return messages.did_not_fit(t, _age_miss(told))

    def _take_month(self, turn: Turn, question: Question, text: str) -> Taken | Html:
        person, _ = turn.known()
        births = parse_birth_month(text, self._eligibility.today(person, turn.now))
        if births is None:
            return messages.did_not_fit(self._languages.of(turn), "month")
        self._answers.set_births(turn, births)
        self._answers.unskip(person, "birth_month")
        return Taken.ANSWERED

    def _take_choice(self, turn: Turn, question: Question, text: str) -> Taken | Html:
        by_hours = situation_by_hours(text) if question.id == "situation" else None
        chosen = by_hours or typed_choice(text, self._answers.wordings(turn, question.id))
        if chosen is None:
            return messages.did_not_fit(self._languages.of(turn), "choice")
        if question.kind == "choices":
            self._answers.set_choice(turn, question.id, [chosen])
        else:
            self._keep(turn, question, chosen)
        return Taken.ANSWERED

    def _remember(self, turn: Turn, question_id: str) -> None:
        _, conversation = turn.known()
        asked = [name for name in conversation.draft.get("asked", ()) if name != question_id]
        conversation.draft = {**conversation.draft, "asked": [*asked, question_id]}


def _age_miss(told: AgeMisread) -> str:
    if told.why in (Misread.TOO_HIGH, Misread.TOO_LOW, Misread.IN_THE_FUTURE):
        return "age_limits"
    return "age_several" if told.why in (Misread.SEVERAL, Misread.SOMEBODY_ELSE) else "age"
