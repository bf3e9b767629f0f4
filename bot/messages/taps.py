"""What a tap on a button says: a verb and its arguments, at most 64 bytes; one place for every verb."""

from __future__ import annotations

from enum import StrEnum

from bot.messages.outgoing import MAX_CALLBACK_BYTES, Button


class Tap(StrEnum):
    """The verbs; handlers match on them, messages build buttons with them."""

    LANGUAGE = "lang"
    COUNTRY = "land"
    MENU = "menu"
    HELP = "help"
    LIST = "list"
    MORE = "more"
    ANSWER = "ans"
    BACK = "back"
    CHANGE = "change"
    WHY_SHOWN = "reason"
    PROGRAMMES = "progs"
    PROGRAMME = "prog"
    SETTLE = "settle"
    REMIND = "remind"
    OPPORTUNITY = "opp"
    EVENT = "event"
    INTERESTED = "want"
    DROP = "drop"
    GOING = "going"
    NOT_GOING = "notgo"
    PERSON = "person"
    TOPIC = "topic"
    TRIM = "trim"
    SEND = "send"
    DO_NOT_SEND = "nosend"
    WITHDRAW = "leave"
    RIGHTS = "rights"
    SEE_DATA = "mydata"
    FORGET = "forget"
    FORGET_YES = "forgetyes"
    FORGET_NO = "forgetno"
    RESUME = "resume"
    INTENT = "meant"
    NONE_OF_THESE = "none"
    START = "begin"
    SKILLS = "skills"
    SKILL_TICK = "sktick"
    SKILL_NEXT = "sknext"
    SKILL_BACK = "skback"
    SKILL_EDIT = "skedit"
    SKILL_CLEAR = "skclear"
    SKILLS_FORGET = "skgone"
    LEADS = "leads"
    LEAD = "lead"
    LEAD_BEGIN = "leadgo"
    LEAD_OFFER = "leadofr"
    LEAD_BACK = "leadback"
    LEAD_EDIT = "leadedit"
    LEAD_SEND = "leadsend"
    LEAD_CANCEL = "leadno"
    WISHES = "wishes"
    WISH = "wish"
    ADD = "add"
    BACK_TO_BOT = "tobot"
    RATE = "rate"
    MAY_WRITE = "maywrite"
    MAY_MOVE = "maymove"
    FOR_ADVISER = "foradv"
    FOR_BOT = "forbot"
    OK = "imok"
    RESUME_NEWS = "newson"
    NEWS = "news"
    NEWS_ON = "newsyes"
    NEWS_NO = "newsno"
    NEWS_OFF = "newsoff"
    NEWS_OPEN = "newsopen"
    NEWS_GOING = "newsgo"
    EQUALITY = "eq"
    EQUALITY_YES = "eqyes"
    EQUALITY_PAGE = "eqpage"
    EQUALITY_NO = "eqno"
    EQUALITY_ANSWER = "eqans"
    EQUALITY_BACK = "eqback"
    EQUALITY_SKIP = "eqskip"
    EQUALITY_STOP = "eqstop"
    EQUALITY_WITHDRAW = "eqout"


def tap(text: str, verb: Tap, *arguments: object) -> Button:
    """A button that says `verb:argument:…` when it is tapped."""
    data = ":".join((verb, *(str(argument) for argument in arguments)))
    if len(data.encode()) > MAX_CALLBACK_BYTES:
        raise ValueError(f"a tap of {verb.value} is over {MAX_CALLBACK_BYTES} bytes")
    return Button(text, data)


def pattern(verb: Tap, *arguments: str) -> str:
    """The regular expression that only this verb with arguments of this shape matches."""
    return ":".join((f"^{verb.value}", *(f"({argument})" for argument in arguments))) + "$"
