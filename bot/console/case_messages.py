"""What staff say in a case: messages with files, notes, edits, deletions, one text to several, and looking at files."""

from __future__ import annotations

from aiohttp import web

from bot.console.case_acts import CaseActs
from bot.console.case_pages import CasePages
from bot.console.console import Console
from bot.console.forms import Form
from bot.console.frame import Frame
from bot.console.routes import Route, get, post
from bot.console.visit import Visit
from bot.domain.files import Kind, kind_of
from bot.errors import FileGone, NotFound, NotPossible
from bot.services.cases.cases import LONGEST_NOTE, Case
from bot.services.cases.files import CaseFile
from bot.services.cases.messages import LONGEST_REPLY, StaffFile

_PREFIX = "console_cases"
_LONGEST_ONCE = 40
_INLINE = (Kind.JPEG, Kind.PNG)


class CaseMessageViews:
    """What was typed is never lost: whatever is refused is shown again with what is wrong."""

    def __init__(self, frame: Frame, console: Console, pages: CasePages) -> None:
        self._frame = frame
        self._console = console
        self._pages = pages
        self._acts = CaseActs(console, pages)
        self._messages = console.services.desk.case_messages

    def routes(self) -> list[Route]:
        """These routes."""
        one = "/console/cases/{case}"
        return [
            post(f"{one}/messages", self.write),
            post(f"{one}/notes", self.note),
            post(f"{one}/typing", self.type),
            post(f"{one}/check", self.check),
            get(f"{one}/suggest", self.ask_suggest),
            post(f"{one}/suggest", self.suggest),
            post("/console/cases/send", self.send_to_several),
            get(f"{one}/entries/{{entry}}/edit", self.ask_edit),
            post(f"{one}/entries/{{entry}}/edit", self.edit),
            post(f"{one}/entries/{{entry}}/delete", self.delete),
            get(f"{one}/entries/{{entry}}/file", self.look_at_file),
        ]

    async def write(self, visit: Visit) -> web.Response:
        """Send words, a photo or a document."""
        form = await visit.form(_PREFIX)
        file = _file(form)
        text, once = form.value("text"), form.value("once")[:_LONGEST_ONCE]

        async def write(case: Case) -> None:
            await self._messages.write(case, text, file, once=once)

        return await self._acts.say(visit, form, "wrote", write)

    async def note(self, visit: Visit) -> web.Response:
        """A note among colleagues."""
        form = await visit.form(_PREFIX)
        note = form.long_text("note", most=LONGEST_NOTE)
        if not form.is_good:
            return await self._pages.case(visit, form)
        return await self._acts.say(visit, form, "noted", lambda case: self._messages.note(case, note))

    async def type(self, visit: Visit) -> web.Response:
        """Show the person that an answer is being written."""
        if self._console.telegram is not None:
            async with self._console.door.read() as session:
                chat_id = await self._console.services.desk.case_files.live_chat(
                    session, visit.number("case"), visit.now
                )
            if chat_id is not None:
                await self._console.telegram.show_typing(chat_id)
        return web.Response(status=204)

    async def check(self, visit: Visit) -> web.Response:
        """Ask the person to answer the questions, with the bot."""
        return await self._acts.say(visit, Form(_PREFIX), "checked", self._console.services.desk.case_suggestions.check)

    async def ask_suggest(self, visit: Visit) -> web.Response:
        """What is open that could fit."""
        return await self._pages.suggest(visit, Form(_PREFIX))

    async def suggest(self, visit: Visit) -> web.Response:
        """Send an opportunity's card; the bot takes what is tapped on it."""
        form = await visit.form(_PREFIX)
        slug = form.choice("opportunity", await self._pages.open_opportunities(visit))
        if not form.is_good:
            return await self._pages.suggest(visit, form)
        suggestions = self._console.services.desk.case_suggestions
        return await self._acts.say(visit, form, "suggested", lambda case: suggestions.suggest(case, slug))

    async def send_to_several(self, visit: Visit) -> web.Response:
        """One ready answer to several of one's own people, each in their own language."""
        form = await visit.form(_PREFIX)
        numbers = [int(value) for value in form.values("cases") if value.isdigit()][:50]
        reply = form.choice("reply", self._console.content.replies)
        if not numbers or not form.is_good:
            return visit.go("/console/cases", done="console_cases.done.none_chosen")
        sent = 0
        for number in numbers:
            sent += await self._send_one(visit, number, reply)
        return visit.go(
            "/console/cases", done=f"console_cases.done.{'sent_all' if sent == len(numbers) else 'sent_some'}"
        )

    async def ask_edit(self, visit: Visit) -> web.Response:
        """One's own message or note, to be changed."""
        return await self._pages.entry(visit, Form(_PREFIX))

    async def edit(self, visit: Visit) -> web.Response:
        """Change it, if it still is as it was seen."""
        form = await visit.form(_PREFIX)
        version = int(form.value("version")) if form.value("version").isdigit() else 0
        text = form.long_text("text", most=LONGEST_REPLY)
        if not form.is_good:
            return await self._pages.entry(visit, form)
        entry = visit.number("entry")
        return await self._acts.say(visit, form, "edited", lambda case: self._messages.edit(case, entry, version, text))

    async def delete(self, visit: Visit) -> web.Response:
        """Take it back."""
        entry = visit.number("entry")
        return await self._acts.say(visit, Form(_PREFIX), "deleted", lambda case: self._messages.delete(case, entry))

    async def look_at_file(self, visit: Visit) -> web.Response:
        """A file of the case, fetched from Telegram when somebody wants to see it."""
        async with self._console.door.write() as session:
            file = await self._console.services.desk.case_files.find(
                session, visit.number("case"), visit.number("entry")
            )
            await self._console.audit.note(
                session,
                visit.viewer.id,
                "case.file_viewed",
                person_reference=file.reference,
                subject=f"case:{visit.number('case')}",
                now=visit.now,
            )
        try:
            content = file.content if file.content is not None else await self._download(file)
        except FileGone as error:
            return self._frame.page(visit, "case_file.html", status=404, why=error.why, number=visit.number("case"))
        kind = kind_of(content)
        manner = "inline" if kind in _INLINE else "attachment"
        name = kind.safe_name(file.name or "") if kind is not None else "file.bin"
        return web.Response(
            body=content,
            content_type=kind.mime if kind is not None else "application/octet-stream",
            headers={
                "Content-Disposition": f'{manner}; filename="{name.encode("ascii", "replace").decode()}"',
                "Content-Security-Policy": "default-src 'none'; sandbox",
            },
        )

    async def _download(self, file: CaseFile) -> bytes:
        if self._console.telegram is None or file.file_id is None:
            raise FileGone("gone")
        return await self._console.telegram.download(file.file_id)

    async def _send_one(self, visit: Visit, number: int, reply: str) -> bool:
        async def write(case: Case) -> None:
            await self._messages.write(case, self._pages.reply_to(case, reply))

        try:
            await self._acts.commit(visit, number, "wrote", write)
        except (NotFound, NotPossible):
            return False
        return True


def _file(form: Form) -> StaffFile | None:
    """The file that was chosen, read and closed; the form keeps none."""
    chosen = form.files.pop("file", None)
    if chosen is None:
        return None
    with chosen.file:
        return StaffFile(chosen.filename, chosen.file.read())
