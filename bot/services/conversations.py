"""Reading what people send when it is no tap and no command: words first, then quiet answers to all else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.domain.becoming import asks_the_way
from bot.domain.costs import asks_what_it_costs
from bot.domain.intents.always import STOP
from bot.domain.intents.calibration import Decision
from bot.domain.intents.precedence import is_misread
from bot.domain.intents.understanding import UNCLEAR, Reading, Understanding
from bot.domain.other_languages import Found
from bot.domain.picking import is_small_number, wants_more
from bot.domain.slots.filling import Slots
from bot.messages import conversations as messages
from bot.messages import intents as intent_messages
from bot.messages import menu
from bot.services.bursts import Bursts
from bot.services.cases.answers import CaseAnswers
from bot.services.cases.live_conversations import TO_BOT, LiveConversations, held_turn
from bot.services.eligibility.guide import Guide
from bot.services.equality.questions import EqualityQuestions
from bot.services.forms import Forms
from bot.services.intents import Intents
from bot.services.languages import Languages
from bot.services.other_languages import OtherLanguages
from bot.services.people import People
from bot.services.privacy import Privacy
from bot.services.replies import Replies
from bot.services.safeguarding.safeguarding import Safeguarding
from bot.services.turns import Turn
from bot.services.unmatched import Unmatched

_MAY_BE_FREE = ("event_info", "trust_question", "pay_question")
_FOR_STRANGERS = ("/start", "/stop", "/privacy", "/mydata", "/forget", "/unlink")


class Conversations:
    """Keeps a chat going whatever is sent; holds back bursts and the rest of an album."""

    def __init__(
        self,
        understanding: Understanding,
        languages: Languages,
        people: People,
        guide: Guide,
        intents: Intents,
        safeguarding: Safeguarding,
        privacy: Privacy,
        forms: Forms,
        replies: Replies,
        equality_questions: EqualityQuestions,
        other_languages: OtherLanguages,
        unmatched: Unmatched,
        bursts: Bursts,
        live_conversations: LiveConversations,
        case_answers: CaseAnswers,
    ) -> None:
        self._understanding = understanding
        self._languages = languages
        self._people = people
        self._guide = guide
        self._intents = intents
        self._safeguarding = safeguarding
        self._privacy = privacy
        self._forms = forms
        self._replies, self._open = replies, replies.open_questions
        self._equality_questions = equality_questions
        self._other_languages = other_languages
        self._unmatched = unmatched
        self._bursts = bursts
        self._live_conversations = live_conversations
        self._case_answers = case_answers
        self._words: Mapping[str, Callable[[Turn], Awaitable[None]]] = {
            "help": self.show_help,
            "menu": self.show_menu,
            "back": guide.back,
            "start_again": guide.restart,
            "skip": guide.skip,
            "dont_know": guide.skip,
            "person": guide.ask_for_a_person,
            "privacy": self._show_rights,
            TO_BOT: self.show_menu,
        }

    async def screen(self, turn: Turn) -> bool:
        """Whether this update goes no further: for an adviser, held back as part of a burst, or sent by a stranger.

        A stranger is somebody of whom nothing is stored: never seen, or erased. Old taps create nobody.
        """
        incoming = turn.incoming
        if not incoming.private or incoming.kind not in ("message", "edited_message", "callback_query"):
            return False
        if turn.conversation is None:
            if incoming.kind == "edited_message":
                return False
            return await self._bursts.holds_back_stranger(turn) or await self._meet_stranger(turn)
        # An adviser is sent everything, however fast it comes.
        if await self._live_conversations.take(turn):
            return True
        return incoming.kind == "message" and self._bursts.holds_back(turn)

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
        reading = _said_in_short(_with_the_way(self._understanding.read(text, t.code), text), text)
        other = self._other_languages.find(text)
        if reading.safeguarding is not None and not (other and is_misread(reading.safeguarding)):
            await self._safeguarding.respond(turn, reading.safeguarding)
            if other is not None:
                await self._other_languages.show(turn, other)
        elif reading.word == STOP:
            await self._people.stop(turn)
        elif other is not None and (other.asks_for_person or not self._forms.is_open(turn)):
            await self._meet_other_language(turn, text, reading, other)
        elif turn.person is None:
            await self._answer_stranger(turn, reading)
        elif not await self._open.take(turn, text) and not await self._is_unreadable(turn, text, reading):
            await self._answer(turn, text, reading)

    async def _is_unreadable(self, turn: Turn, text: str, reading: Reading) -> bool:
        """A thumb up is no word, and yet it is an answer."""
        is_thumb = reading.intent in ("affirm", "negate") and reading.decision is Decision.ACT
        return not is_thumb and await self._open.is_unreadable(turn, text)

    async def _meet_other_language(self, turn: Turn, text: str, reading: Reading, other: Found) -> None:
        """The card in their language first; then a person if they wrote PERSON, else the conversation as it can be."""
        is_new = turn.person is None
        await self._other_languages.show(turn, other)
        if other.asks_for_person:
            self._forms.close(turn)
            await self._guide.ask_for_a_person(turn)
        elif is_new:
            await self._guide.start(turn, None)
        elif not await self._open.is_unreadable(turn, text):
            await self._answer(turn, text, reading)

    async def meant(self, turn: Turn, intent: str) -> None:
        """A tap on one of "did you mean"."""
        _, conversation = turn.known()
        conversation.misses = 0
        if self._intents.is_known(intent):
            await self._intents.act(turn, intent, Slots())
        else:
            await self._guide.old_button(turn)

    async def meant_for_bot(self, turn: Turn, revision: int) -> None:
        """A message that was held back for an adviser is for the bot after all."""
        held = self._case_answers.take_back_for_bot(turn, revision)
        if held is None:
            await self._guide.old_button(turn)
        elif held["text"] is None:
            turn.say(messages.cannot_read(self._languages.of(turn), "photo"))
        else:
            held_turn(turn, held)
            await self.read(turn)

    async def back_to_bot(self, turn: Turn) -> None:
        """The button that ends the adviser's part; without one it is the menu."""
        before = len(turn.outgoing)
        await self._live_conversations.back_to_bot(turn)
        if len(turn.outgoing) == before:
            await self.show_menu(turn)

    async def none_of_these(self, turn: Turn) -> None:
        """None of the guesses was right: a person may be."""
        _, conversation = turn.known()
        conversation.misses = 0
        await self._unmatched.keep_last(turn)
        turn.say(messages.second_miss(self._languages.of(turn)))

    async def _answer(self, turn: Turn, text: str, reading: Reading) -> None:
        """A form, words that always work, then all else that words can be."""
        if await self._answers_form(turn, text, reading):
            return
        if reading.word is not None and reading.word in self._words:
            await self._words[reading.word](turn)
        else:
            await self._replies.reply(turn, text, reading)

    async def _answers_form(self, turn: Turn, text: str, reading: Reading) -> bool:
        """Whether it was an answer to an optional question or an open form."""
        # The name of a language is an answer here, and no wish to change to it.
        is_clear = reading.decision is Decision.ACT and reading.intent != "change_language"
        return await self._forms.take(turn, text, reading) or await self._equality_questions.take_text(
            turn, text, reading.word, is_clear=is_clear
        )

    async def _answer_stranger(self, turn: Turn, reading: Reading) -> None:
        """A question asked before anything is known is answered first, and nothing is stored for it."""
        country = self._guide.likely_country(turn)
        is_question = reading.decision is Decision.ACT and self._intents.can_answer_stranger(reading.intent, country)
        if not is_question:
            await self._guide.start(turn, await self._forms.door_link(turn))
            go_on = {"talk_to_human": self._guide.ask_for_a_person, "employer_enquiry": self._guide.meet_employer}
            if reading.intent in go_on and reading.decision is Decision.ACT:
                turn.outgoing.clear()
                await go_on[reading.intent](turn)
            return
        turn.person, turn.conversation = self._people.passing(turn, country)
        await self._intents.act(turn, reading.intent, reading.slots)
        turn.person = turn.conversation = None
        # Buttons would need somebody to belong to; links work for anybody.
        turn.outgoing = [message.without_taps() for message in turn.outgoing]
        turn.say(intent_messages.stranger_next(self._languages.of(turn)))

    async def _show_rights(self, turn: Turn) -> None:
        self._privacy.show_rights(turn)

    async def cannot_read(self, turn: Turn, kind: str) -> None:
        """A voice note, photo, sticker, …; what waits is asked again below it."""
        turn.say(messages.cannot_read(self._languages.of(turn), kind))
        await self._open.ask_again(turn)

    def edited(self, turn: Turn) -> None:
        """An edit of an earlier message; nothing is created by one."""
        if turn.person is not None:
            turn.say(messages.edited(self._languages.of(turn)))

    async def show_menu(self, turn: Turn) -> None:
        """The menu."""
        self._forms.close(turn)
        turn.say(menu.menu(self._languages.of(turn)))

    async def show_help(self, turn: Turn) -> None:
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


def _with_the_way(reading: Reading, text: str) -> Reading:
    """The way to a job is asked for in a few turns of phrase, about more jobs than there are phrases to learn from."""
    is_sure = reading.decision is Decision.ACT and not reading.intent.startswith(("find_", "explore_options"))
    if reading.safeguarding or is_sure or not asks_the_way(text, names_a_job=bool(reading.slots.roles)):
        return reading
    return replace(reading, intent="career_path", decision=Decision.ACT, is_question=True)


def _said_in_short(reading: Reading, text: str) -> Reading:
    """A number says nothing of danger, "more" is not "no more", and "does it cost anything" asks the price."""
    if wants_more(text) or (reading.safeguarding and is_small_number(text)):
        return replace(reading, safeguarding=None, intent=UNCLEAR, decision=Decision.REJECT, word=None)
    if reading.decision is Decision.ASK and reading.intent in _MAY_BE_FREE and asks_what_it_costs(text):
        return replace(reading, intent="trust_question", decision=Decision.ACT)
    return reading
