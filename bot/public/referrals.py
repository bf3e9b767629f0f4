"""The partners' page: opened once from the e-mail, then one tap a stage; without an account and without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from aiohttp import web

from bot.domain.journeys import Stage
from bot.errors import BadInput, NotFound, NotPossible
from bot.public.frame import Frame
from bot.services.journeys.partner_moves import LONGEST_WORDS, Decision
from bot.services.journeys.referral_pages import SESSION, Candidate, Look, ReferralPages, Visitor

PATH = "/referrals"
_ONE = PATH + "/{token:[A-Za-z0-9_-]{20,100}}"
_DECIDE = PATH + r"/candidates/{referral:\d{1,15}}"
COOKIE = "wayin_referrals"
_TAKES_WORDS = frozenset({Stage.INTERVIEW, Stage.OFFERED, Stage.CHECKS})


class ReferralViews:
    """Who holds a link gets a browser session; who holds a session sees who was sent to that address."""

    def __init__(self, frame: Frame, pages: ReferralPages) -> None:
        self._frame = frame
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        """The way in, the list, and one tap."""
        return [
            web.get(PATH, self.look),
            web.post(_DECIDE, self.decide),
            web.get(_ONE, self.arrive),
            web.post(_ONE, self.open),
            web.post(_ONE + "/again", self.renew),
        ]

    async def arrive(self, request: web.Request) -> web.Response:
        """From the e-mail: nothing is shown and nothing used up before the button."""
        look, t = await self._pages.look(request.match_info["token"])
        if look is Look.UNKNOWN:
            return self._closed(request)
        template = "referral_open.html" if look is Look.FRESH else "referral_over.html"
        return self._frame.page(template, t, status=200 if look is Look.FRESH else 410, path=request.path)

    async def open(self, request: web.Request) -> web.Response:
        """Use the link up and let this browser in."""
        key = await self._pages.open(request.match_info["token"])
        if key is None:
            return await self.arrive(request)
        response = web.Response(status=303, headers={"Location": PATH, "Cache-Control": "no-store"})
        response.set_cookie(
            COOKIE,
            key,
            max_age=int(SESSION.total_seconds()),
            path=PATH,
            httponly=True,
            samesite="Strict",
            secure=self._pages.is_https,
        )
        return response

    async def renew(self, request: web.Request) -> web.Response:
        """A new link goes to the address of the old one; the page says the same whether there was one."""
        await self._pages.renew(request.match_info["token"])
        t = self._pages.stranger(request.headers.get("Accept-Language"))
        return self._frame.page(
            "notice.html", t, title="referrals.page.sent_again", paragraphs=["referrals.page.sent_again_text"]
        )

    async def look(self, request: web.Request) -> web.Response:
        """Everybody, by stage."""
        visitor = await self._pages.visitor(request.cookies.get(COOKIE))
        return await self._list(visitor) if visitor else self._closed(request)

    async def decide(self, request: web.Request) -> web.Response:
        """One tap, with what was written; what is refused is shown again."""
        visitor = await self._pages.visitor(request.cookies.get(COOKIE))
        if visitor is None:
            return self._closed(request)
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        decision = Decision(
            form.get("act", ""), form.get("words", ""), form.get("reason", ""), _day(form.get("started_on", ""))
        )
        number = int(request.match_info["referral"])
        try:
            await self._pages.decide(visitor, number, decision)
        except BadInput as error:
            problem = f"referrals.page.problem.{error.field}"
            return await self._list(visitor, status=422, problem=(number, problem), typed=decision.words)
        except (NotFound, NotPossible):
            return await self._list(visitor, status=409, problem=(number, "referrals.page.problem.changed"))
        return web.Response(status=303, headers={"Location": f"{PATH}#c{number}", "Cache-Control": "no-store"})

    async def _list(
        self, visitor: Visitor, *, status: int = 200, problem: tuple[int, str] | None = None, typed: str = ""
    ) -> web.Response:
        stages = _by_stage(await self._pages.candidates(visitor))
        return self._frame.page(
            "referrals.html",
            visitor.t,
            status=status,
            stages=stages,
            fairs=await self._pages.fairs(visitor),
            takes_words=_TAKES_WORDS,
            longest=LONGEST_WORDS,
            problem=problem,
            typed=typed,
            path=PATH,
        )

    def _closed(self, request: web.Request) -> web.Response:
        t = self._pages.stranger(request.headers.get("Accept-Language"))
        return self._frame.page(
            "notice.html", t, status=404, title="referrals.page.closed", paragraphs=["referrals.page.closed_text"]
        )


def _by_stage(candidates: Sequence[Candidate]) -> list[tuple[Stage, list[Candidate]]]:
    return [(stage, list(found)) for stage, found in groupby(candidates, key=lambda one: one.stage)]


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        return None
