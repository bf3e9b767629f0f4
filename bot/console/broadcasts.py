"""Broadcasts, for coordinators: write one, try it on oneself, send it with a second person's word, pause, stop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.console import broadcast_forms as forms
from bot.console.broadcast_pages import BroadcastPages
from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.domain.broadcasts import LARGEST_IMAGE
from bot.errors import DraftRefused, NotPossible
from bot.services.broadcasts import photos
from bot.services.broadcasts.drafts import Draft, Image, as_draft
from bot.services.broadcasts.options import Options

_PATH = "/console/broadcasts"


class BroadcastViews:
    """What was typed is never lost, nor the photo that was chosen."""

    def __init__(self, frame: Frame, console: Console, pages: BroadcastPages) -> None:
        self._frame = frame
        self._console = console
        self._pages = pages
        self._broadcasts = console.services.outreach.broadcasts

    def routes(self) -> list[Route]:
        """These routes."""
        one = f"{_PATH}/{{broadcast}}"
        return [
            get(f"{_PATH}/new", self.ask_new),
            post(f"{_PATH}/new", self.save_new),
            get(f"{one}/edit", self.ask_edit),
            post(f"{one}/edit", self.save),
            post(f"{one}/test", self.test),
            post(f"{one}/submit", self.submit),
            post(f"{one}/approve", self.approve),
            post(f"{one}/pause", self.pause),
            post(f"{one}/resume", self.resume),
            get(f"{one}/cancel", self.ask_cancel),
            post(f"{one}/cancel", self.cancel),
        ]

    async def ask_new(self, visit: Visit) -> web.Response:
        """An empty form; `?about=occurrence-12` begins with what it is about."""
        about = visit.query.get("about", "")
        options = await self._options(visit, about)
        return self._form(visit, forms.blank(visit, options, about), options, None)

    async def save_new(self, visit: Visit) -> web.Response:
        """Keep a first draft."""
        return await self._save(visit, None)

    async def ask_edit(self, visit: Visit) -> web.Response:
        """The form of a draft."""
        number = visit.number("broadcast")
        async with self._console.door.read() as session:
            row = await self._broadcasts.get(session, await self._console.staff.get(session, visit.viewer.id), number)
            token = await photos.token_of(session, row.attachment_id)
        options = await self._options(visit, f"{row.about}-{row.about_id}")
        form = forms.shown(visit, options, as_draft(row), token)
        return self._form(visit, form, options, number)

    async def save(self, visit: Visit) -> web.Response:
        """Keep a draft as it is now."""
        return await self._save(visit, visit.number("broadcast"))

    async def test(self, visit: Visit) -> web.Response:
        """To oneself, in every language."""
        return await self._act(visit, "tested", self._broadcasts.test)

    async def submit(self, visit: Visit) -> web.Response:
        """Send it, or ask for the second person's word."""
        return await self._act(visit, "submitted", self._broadcasts.submit)

    async def approve(self, visit: Visit) -> web.Response:
        """The second person's word."""
        return await self._act(visit, "approved", self._broadcasts.approve)

    async def pause(self, visit: Visit) -> web.Response:
        """Nothing more for now."""
        return await self._act(visit, "paused", self._broadcasts.pause)

    async def resume(self, visit: Visit) -> web.Response:
        """Go on."""
        return await self._act(visit, "resumed", self._broadcasts.resume)

    async def ask_cancel(self, visit: Visit) -> web.Response:
        """Whether they mean it: it cannot be taken up again."""
        return await self._pages.cancel(visit)

    async def cancel(self, visit: Visit) -> web.Response:
        """Nothing more, ever."""
        return await self._act(visit, "cancelled", self._broadcasts.cancel)

    async def _act(self, visit: Visit, done: str, act: Callable[..., Awaitable[object]]) -> web.Response:
        number = visit.number("broadcast")
        try:
            async with self._console.door.write() as session:
                await act(session, await self._console.staff.get(session, visit.viewer.id), number, visit.now)
                await self._console.audit.note(
                    session, visit.viewer.id, f"broadcast.{done}", subject=f"broadcast:{number}", now=visit.now
                )
        except DraftRefused:
            return visit.go(f"{_PATH}/{number}", done="console_broadcasts.done.too_late")
        except NotPossible as error:
            why = error.state if error.state in ("no_telegram", "own_broadcast", "subject_gone") else "moved_on"
            return visit.go(f"{_PATH}/{number}", done=f"console_broadcasts.done.{why}")
        self._console.wake()
        return visit.go(f"{_PATH}/{number}", done=f"console_broadcasts.done.{done}")

    async def _save(self, visit: Visit, number: int | None) -> web.Response:
        form = await visit.form(forms.PREFIX)
        options = await self._options(visit, form.value("about"))
        forms.described(form, options)
        photo = await self._photo(visit, form)
        draft = forms.read(visit, form, options, photo)
        saved = await self._keep(visit, form, draft, number)
        if saved is None:
            return self._form(visit, form, options, number)
        return visit.go(f"{_PATH}/{saved}", done="console_broadcasts.done.saved")

    async def _keep(self, visit: Visit, form: Form, draft: Draft, number: int | None) -> int | None:
        """Save it; None, with every fault at its field, when it must not be kept."""
        try:
            if not form.is_good:
                await self._check(visit, form, draft)
                return None
            async with self._console.door.write() as session:
                staff = await self._console.staff.get(session, visit.viewer.id)
                row = await self._broadcasts.save(session, staff, draft, visit.now, number)
                await self._console.audit.note(
                    session, visit.viewer.id, "broadcast.saved", subject=f"broadcast:{row.id}", now=visit.now
                )
                return row.id
        except DraftRefused as refused:
            forms.complain(form, refused.faults)
        except NotPossible:
            form.complain("name", "moved_on")
        return None

    async def _check(self, visit: Visit, form: Form, draft: Draft) -> None:
        """What else is wrong, so that everything is said at once."""
        async with self._console.door.read() as session:
            faults = await self._broadcasts.faults(session, visit.viewer.organisation, draft, visit.now)
        forms.complain(form, faults)

    async def _photo(self, visit: Visit, form: Form) -> Image | None:
        """The photo that was chosen now, or the one this form already had; a good one is kept at once."""
        chosen = forms.photo_of(form)
        if "yes" in form.values("photo_off"):
            form.put("photo_kept", "")
            return None
        if chosen is None:
            async with self._console.door.read() as session:
                return await photos.find(session, form.value("photo_kept"))
        if not chosen.mime.startswith("image/") or len(chosen.content) > LARGEST_IMAGE:
            too_large = len(chosen.content) > LARGEST_IMAGE
            form.complain("photo", "too_large" if too_large else "kind", detail=str(LARGEST_IMAGE // 1024 // 1024))
            return None
        async with self._console.door.write() as session:
            kept = await photos.keep(session, chosen, visit.now)
            token = await photos.token_of(session, kept)
        form.put("photo_kept", token)
        return Image(chosen.name, chosen.mime, chosen.content, kept_as=kept)

    def _form(self, visit: Visit, form: Form, options: Options, number: int | None) -> web.Response:
        status = 200 if form.is_good else 422
        return self._frame.page(visit, "broadcast_form.html", status=status, form=form, options=options, number=number)

    async def _options(self, visit: Visit, about: str) -> Options:
        """With what it is about among them, even if that is not the organisation's own."""
        read = self._console.services.outreach.options.of
        async with self._console.door.read() as session:
            return await read(session, visit.t, visit.viewer.organisation, visit.now, about=about)
