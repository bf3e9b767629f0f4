"""The equality questions on a page of their own: agree, answer one at a time, check, save. Works without scripts.

Nothing is kept between two requests: every page carries the answers so far, and all of them are checked anew. The
token in the address is what protects the form from being sent by anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bot.domain.equality import (
    LONGEST_WORDS,
    OWN_WORDS,
    Choice,
    Screen,
    choice_at,
    chosen_at,
    screen_after,
    screen_before,
    screens,
)
from bot.messages.equality import consent_lines
from bot.public.frame import Frame
from bot.services.equality.equality import Equality
from bot.services.equality.pages import EqualityPages, Visitor

PATH = "/equality/{token:[A-Za-z0-9_-]{20,100}}"
_ANSWER, _WORDS = "answer.", "words."
_AFTERWARDS = {"saved": ("saved_text", "saved_change"), "refused": ("refused_text",)}


@dataclass
class Sent:
    """One request's form: where it was sent from, what was chosen there, and every answer before."""

    go: str = ""
    here: Screen | None = None
    option: str | None = None
    words: str = ""
    agreed: bool = False
    reviewing: bool = False
    given: dict[str, Choice] = field(default_factory=dict)


class EqualityViews:
    """Guard clauses, one step of the way, one page."""

    def __init__(self, frame: Frame, pages: EqualityPages, equality: Equality) -> None:
        self._frame = frame
        self._pages = pages
        self._equality = equality

    def routes(self) -> list[web.RouteDef]:
        """The page and its form."""
        return [web.get(PATH, self.look), web.post(PATH, self.send)]

    async def look(self, request: web.Request) -> web.Response:
        """The consent, before anything is asked."""
        visitor = await self._pages.open(request.match_info["token"])
        return self._start(visitor) if visitor else self._gone(request)

    async def send(self, request: web.Request) -> web.Response:
        """One step on."""
        token = request.match_info["token"]
        visitor = await self._pages.open(token)
        if visitor is None:
            return self._gone(request)
        sent = self._read(
            visitor, {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        )
        if sent.go == "refuse":
            return self._notice(visitor, "refused") if await self._pages.refuse(token) else self._gone(request)
        if sent.go == "save" and sent.agreed:
            return self._notice(visitor, "saved") if await self._pages.save(token, sent.given) else self._gone(request)
        return self._step(visitor, sent)

    def _step(self, visitor: Visitor, sent: Sent) -> web.Response:
        if not sent.agreed:
            return self._start(visitor)
        problem = self._take(sent) if sent.go == "next" else None
        if sent.here is not None and problem is not None:
            return self._question(visitor, sent, sent.here, problem)
        target = self._target(visitor, sent)
        if target is not None:
            return self._question(visitor, sent, target)
        return self._start(visitor) if sent.go == "back" and not sent.reviewing else self._check(visitor, sent)

    def _take(self, sent: Sent) -> str | None:
        """Put what was chosen among the answers; the id of a problem instead when it cannot be."""
        if sent.here is None or sent.option is None:
            return None
        words = " ".join(sent.words.split()) if sent.option == OWN_WORDS else None
        if words == "":
            return "write_words"
        if words is not None and len(words) > LONGEST_WORDS:
            return "fewer_words"
        if chosen_at(sent.here, sent.given.get(sent.here.question)) != sent.option or words:
            sent.given[sent.here.question] = choice_at(sent.here, sent.option, words)
        return None

    def _target(self, visitor: Visitor, sent: Sent) -> Screen | None:
        """The screen to show next; None beyond either end, and when one answer was looked at from the check page."""
        shapes = self._equality.shapes(visitor.country)
        way = screens(shapes, sent.given)
        if sent.go.startswith("change."):
            sent.reviewing = True
            return next((screen for screen in way if screen.name == sent.go.removeprefix("change.")), way[0])
        if sent.here is None:
            return way[0]
        if sent.go == "back":
            return None if sent.reviewing else screen_before(shapes, sent.given, sent.here)
        after = screen_after(shapes, sent.given, sent.here)
        is_second_step = after is not None and after.question == sent.here.question
        return after if is_second_step or not sent.reviewing else None

    def _read(self, visitor: Visitor, form: Mapping[str, str]) -> Sent:
        given: dict[str, Choice] = {}
        for shape in self._equality.shapes(visitor.country):
            path = tuple(form.get(_ANSWER + shape.question, "").split("/"))
            words = form.get(_WORDS + shape.question, "")[:LONGEST_WORDS] or None
            if self._is_answer(visitor, shape.question, path):
                given[shape.question] = Choice(path, words if path[-1] == OWN_WORDS else None)
        way = screens(self._equality.shapes(visitor.country), given)
        here = next((screen for screen in way if screen.name == form.get("here")), None)
        option = form.get("option")
        options = self._options(visitor, here) if here is not None else {}
        if option not in options:
            # Somebody who wrote something meant it, even without the mark beside it.
            option = OWN_WORDS if OWN_WORDS in options and form.get("words", "").strip() else None
        return Sent(
            go=form.get("go", ""),
            here=here,
            option=option,
            words=form.get("words", ""),
            agreed=form.get("agreed") == "yes" or form.get("go") == "start",
            reviewing=form.get("reviewing") == "yes",
            given=given,
        )

    def _is_answer(self, visitor: Visitor, question: str, path: tuple[str, ...]) -> bool:
        follow_ups = {shape.question: shape.follow_ups for shape in self._equality.shapes(visitor.country)}[question]
        if path[0] not in self._options(visitor, Screen(question)):
            return False
        if len(path) == 1:
            return True
        return len(path) == 2 and path[0] in follow_ups and path[1] in self._options(visitor, Screen(question, path[0]))

    def _options(self, visitor: Visitor, screen: Screen) -> dict[str, str]:
        return dict(self._equality.options(visitor.t, screen))

    def _start(self, visitor: Visitor) -> web.Response:
        lines = consent_lines(visitor.t, visitor.country, visitor.controller)
        return self._frame.page("equality_start.html", visitor.t, lines=lines)

    def _question(self, visitor: Visitor, sent: Sent, screen: Screen, problem: str | None = None) -> web.Response:
        shapes = self._equality.shapes(visitor.country)
        kept = sent.given.get(screen.question)
        chosen = sent.option if problem else chosen_at(screen, kept)
        numbers = [shape.question for shape in shapes]
        return self._frame.page(
            "equality_question.html",
            visitor.t,
            screen=screen,
            words=self._equality.words(visitor.t, screen),
            options=self._equality.options(visitor.t, screen),
            chosen=chosen,
            own_words=sent.words if problem else (kept.words if kept and chosen == OWN_WORDS else "") or "",
            own_words_option=OWN_WORDS,
            longest=LONGEST_WORDS,
            number=numbers.index(screen.question) + 1,
            count=len(numbers),
            problem=problem,
            sent=sent,
        )

    def _check(self, visitor: Visitor, sent: Sent) -> web.Response:
        rows = []
        for question in self._equality.questions(visitor.country):
            choice = sent.given.get(question.id)
            answer = self._equality.answer_words(visitor.t, question.id, choice) if choice else None
            rows.append((question.id, visitor.t.pick(question.short), answer))
        return self._frame.page("equality_check.html", visitor.t, rows=rows, sent=sent)

    def _notice(self, visitor: Visitor, what: str) -> web.Response:
        paragraphs = [f"equality.page.{name}" for name in _AFTERWARDS[what]]
        return self._frame.page("notice.html", visitor.t, title=f"equality.page.{what}", paragraphs=paragraphs)

    def _gone(self, request: web.Request) -> web.Response:
        t = self._pages.stranger(request.headers.get("Accept-Language"))
        return self._frame.page(
            "notice.html", t, status=404, title="equality.page.gone", paragraphs=["equality.page.gone_text"]
        )
