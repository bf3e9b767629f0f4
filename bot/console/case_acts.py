"""Doing one thing in a case: one transaction that locks the person, audited, refused in words, its watchers woken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.console.case_pages import CasePages
from bot.console.console import Console
from bot.console.forms import Form
from bot.console.visit import Visit
from bot.errors import BadInput, NotFound, NotPossible
from bot.services.cases.cases import Case
from bot.services.cases.messages import LONGEST_REPLY

Act = Callable[[Case], Awaitable[object]]


class CaseActs:
    """Who comes too late is told who was first, and what was typed is shown again, whatever refused it."""

    def __init__(self, console: Console, pages: CasePages) -> None:
        self._console = console
        self._pages = pages

    async def commit(self, visit: Visit, number: int, done: str, act: Act) -> None:
        """Do it and wake who watches; raises what refuses it: NotFound, NotPossible, BadInput."""
        async with self._console.door.write() as session:
            case = await self._console.services.desk.cases.open(session, visit.viewer.id, number, visit.now)
            await act(case)
            await self._console.audit.note(
                session,
                visit.viewer.id,
                f"case.{done}",
                person_reference=case.person.reference,
                subject=f"case:{number}",
                now=visit.now,
            )
        self._console.committed(number)

    async def say(self, visit: Visit, form: Form, done: str, act: Act) -> web.Response:
        """Something that stands in the conversation afterwards, where the page goes."""
        return await self._do(visit, form, done, act) or visit.go(f"/console/cases/{visit.number('case')}#end")

    async def move(self, visit: Visit, form: Form, done: str, act: Act, *, to: str | None = None) -> web.Response:
        """Something whose success the next page says in words."""
        place = to or f"/console/cases/{visit.number('case')}"
        return await self._do(visit, form, done, act) or visit.go(place, done=f"console_cases.done.{done}")

    async def _do(self, visit: Visit, form: Form, done: str, act: Act) -> web.Response | None:
        """The page that says why not; None when it is done."""
        try:
            await self.commit(visit, visit.number("case"), done, act)
        except BadInput as error:
            form.complain(error.field, error.problem, most=LONGEST_REPLY)
            return await self._pages.case(visit, form)
        except NotPossible as error:
            return self._pages.too_late(visit, error, typed=form.value("text"))
        except NotFound:
            return self._pages.gone(visit, typed=form.value("text"))
        return None
