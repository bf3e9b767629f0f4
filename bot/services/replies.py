"""What words get that are no form and no fixed word: the open question's answer, what was meant, or both."""

from __future__ import annotations

from bot.domain.asking_back import asks_back
from bot.domain.choices import may_leave_out
from bot.domain.intents.calibration import Decision
from bot.domain.intents.precedence import (
    is_answer_and_search,
    is_of_its_own,
    names_what_it_looks_for,
    only_tells,
)
from bot.domain.intents.understanding import UNCLEAR, Reading
from bot.domain.leaving import says_later
from bot.messages import conversations as messages
from bot.messages import intents as intent_messages
from bot.services.eligibility.first_steps import BASICS
from bot.services.eligibility.guide import Guide
from bot.services.eligibility.in_passing import InPassing
from bot.services.intents import Intents
from bot.services.languages import Languages
from bot.services.open_questions import OpenQuestions
from bot.services.opportunities.opportunities import Opportunities
from bot.services.picks import Picks
from bot.services.turns import Turn
from bot.services.unmatched import Unmatched

# "Hi" and "ok" while a question waits: the question is the answer, and a menu beside it would be a second one.
_NOTHING_WE_KNOW = frozenset((UNCLEAR, "out_of_scope"))
_ONLY_POLITE = frozenset({"greeting", "smalltalk", "affirm", "negate", "dont_know"})
# Who says one of these with a place or an age in it gives a new answer, and no second one beside the old.
_SAYS_ANEW = frozenset({"give_area", "change_details", "change_answer"})
_MAY_TELL = _ONLY_POLITE | {"age_out_of_range", "report_outcome"}
_KIND_WORDS = frozenset({"greeting", "smalltalk"})
# What is answered with a choice of its own: one question a message, so whatever waited goes on waiting.
_ASK_SOMETHING = frozenset({"delete_data", "frustration"})


class Replies:
    """Knows nothing of the wording of an answer or of an act: only which of them comes, and what is asked after."""

    def __init__(
        self,
        languages: Languages,
        guide: Guide,
        in_passing: InPassing,
        opportunities: Opportunities,
        picks: Picks,
        intents: Intents,
        open_questions: OpenQuestions,
        unmatched: Unmatched,
    ) -> None:
        self._languages = languages
        self._guide = guide
        self._in_passing = in_passing
        self._opportunities = opportunities
        self._picks = picks
        self._intents = intents
        self.open_questions = open_questions
        self._unmatched = unmatched

    async def reply(self, turn: Turn, text: str, reading: Reading) -> None:
        """The open question, then what was meant, then what was told, then guesses, then a person."""
        _, conversation = turn.known()
        told = self._intents.keep_facts(turn, reading.slots)
        is_else = self._is_something_else(turn, reading)
        if await self._is_done(turn, text, reading, told) or await self._takes_answer(turn, text, reading, is_else):
            conversation.misses = 0
        elif self._only_tells(turn, reading, is_else):
            await self._confirm(turn, reading, told)
        elif is_else:
            await self._act(turn, reading)
        elif self.open_questions.is_asked(turn):
            await self._unmatched.keep(turn, text, self._guide.open_question(turn))
            await self.open_questions.ask_in_other_words(turn, text)
        elif told or self._intents.states(turn, reading.slots):
            await self._confirm(turn, reading, told)
        elif not self._guess(turn, reading):
            await self._unmatched.keep(turn, text, None)
            self._miss(turn)

    async def _is_done(self, turn: Turn, text: str, reading: Reading, told: bool) -> bool:
        """Whether it was about the talk itself: the question, the list, or an answer that is put right."""
        if asks_back(text) and self._guide.open_question(turn) is not None:
            self._in_passing.explain_question(turn)
        elif says_later(text) and not self._in_passing.is_yes_or_no(turn):
            turn.say(intent_messages.plain(self._languages.of(turn), "while_asked.later"))
        elif self._intents.corrects(turn, reading.slots):
            await self._confirm(turn, reading, told)
        else:
            return await self._points(turn, text)
        return True

    async def _points(self, turn: Turn, text: str) -> bool:
        """Whether it pointed into the list that was shown last, and was no answer to what is asked."""
        if self.open_questions.waits_for_first_choice(turn) or self._in_passing.is_bare_choice(turn, text):
            return False
        asked = self.open_questions.note(turn)
        is_taken = await self._picks.take(turn, text)
        if is_taken:
            await self.open_questions.go_back_to(turn, asked, quietly=False)
        return is_taken

    async def _takes_answer(self, turn: Turn, text: str, reading: Reading, is_else: bool) -> bool:
        """Whether it answered the open question; whoever also looks for something gets that too."""
        said = len(turn.outgoing)
        is_bare = self._in_passing.is_bare_choice(turn, text)
        is_search = is_else and is_answer_and_search(reading) and not is_bare
        is_taken = (is_bare or not (is_else and reading.is_question)) and await self._guide.answer_text(turn, text)
        if not is_taken and (is_search or self._may_be_answer(reading, is_else)):
            is_taken = await self._in_passing.take(turn, text, reading)
        if is_taken and is_search:
            del turn.outgoing[said:]  # what they look for goes first, the next question is asked again below it
            await self._act(turn, reading)
        return is_taken

    def _may_be_answer(self, reading: Reading, is_else: bool) -> bool:
        is_faint = not is_else or reading.intent in _MAY_TELL or reading.decision is not Decision.ACT
        return is_faint and not reading.is_question

    def _is_something_else(self, turn: Turn, reading: Reading) -> bool:
        question, text = self._guide.open_question(turn), turn.incoming.text or ""
        is_number = question is not None and not any(mark.isalpha() for mark in text)
        if is_number and reading.intent not in _ONLY_POLITE:
            return False
        is_search = question is not None and names_what_it_looks_for(reading) and not may_leave_out(text)
        return (is_search or is_of_its_own(reading, question)) and self._intents.is_known(reading.intent)

    def _only_tells(self, turn: Turn, reading: Reading, is_else: bool) -> bool:
        """Whether it says where, how old or in what situation somebody is, while something else is asked."""
        question = self._guide.open_question(turn)
        if question is None or question in BASICS or reading.is_question:
            return False
        if not self._intents.states(turn, reading.slots):
            return False
        return not is_else or only_tells(reading)

    async def _confirm(self, turn: Turn, reading: Reading, told: bool) -> None:
        """What they told about themselves is kept: say so in a line, and go on to the question or to what it brings."""
        _, conversation = turn.known()
        conversation.misses = 0
        says_anew = reading.intent in _SAYS_ANEW or self._intents.corrects(turn, reading.slots)
        is_new = told or (says_anew and self._intents.change(turn, reading.slots))
        differs = not is_new and self._intents.contradicts(turn, reading.slots)
        is_asked = self.open_questions.is_asked(turn)
        if is_asked or not told:
            self._opportunities.say_known(turn, differs=differs)
        if is_asked and not is_new:
            await self.open_questions.ask_again(turn)
        elif not differs:
            await self._guide.show_list(turn)

    def _guess(self, turn: Turn, reading: Reading) -> bool:
        """Offer guesses; when the likeliest is that it means nothing we know, there is no evidence for the rest."""
        likeliest = {reading.intent, *(intent for intent, _ in reading.alternatives[:1])}
        is_nothing = reading.intent == UNCLEAR or likeliest <= _NOTHING_WE_KNOW
        is_worth_asking = reading.decision is Decision.ASK and not is_nothing
        return is_worth_asking and self._intents.did_you_mean(turn, reading)

    async def _act(self, turn: Turn, reading: Reading) -> None:
        """Do what was meant; a question that was open before is asked again after the answer."""
        _, conversation = turn.known()
        conversation.misses = 0
        if reading.intent in _ONLY_POLITE and self.open_questions.waits(turn):
            await self._ask_on(turn, reading.intent)
            return
        asked = self.open_questions.note(turn)
        await self._intents.act(turn, reading.intent, reading.slots)
        await self.open_questions.go_back_to(turn, asked, quietly=reading.intent in _ASK_SOMETHING)

    async def _ask_on(self, turn: Turn, intent: str) -> None:
        """A kind word back, and the question; with what could be written where they do not know."""
        if intent in _KIND_WORDS:
            turn.say(intent_messages.plain(self._languages.of(turn), f"while_asked.{intent}"))
        if intent == "dont_know" and self.open_questions.is_asked(turn):
            await self.open_questions.ask_in_other_words(turn, turn.incoming.text or "")
        else:
            await self.open_questions.ask_again(turn)

    def _miss(self, turn: Turn) -> None:
        _, conversation = turn.known()
        t = self._languages.of(turn)
        conversation.misses += 1
        turn.say(messages.first_miss(t) if conversation.misses < 2 else messages.second_miss(t))
