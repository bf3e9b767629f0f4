"""What staff say in a case: words, files, notes, edits and deletions, each in true words about its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.files import Kind, kind_of
from bot.domain.handoffs import LIVE_FOR, Act, State
from bot.errors import BadInput, NotFound, NotPossible
from bot.messages import cases as messages
from bot.messages.outgoing import MAX_CAPTION, Action, OutgoingMessage
from bot.services.cases.cases import Case, Cases
from db import outbox
from db.models import CaseEntry, OutboxMessage
from db.queries import attachments, staff
from db.queries import cases as queries

LONGEST_REPLY = 3000
DELETABLE = timedelta(hours=48)
"""Telegram lets a bot delete what it sent for this long."""


@dataclass(frozen=True, slots=True)
class StaffFile:
    """A file an adviser chose: its name as given, and its bytes."""

    name: str
    content: bytes


class CaseMessages:
    """Writing makes a parked case live again; what is sent is under the adviser's name."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases

    async def write(
        self, case: Case, text: str, file: StaffFile | None = None, *, once: str | None = None
    ) -> CaseEntry | None:
        """Send words, a photo or a document; raises BadInput with the field and a key of what is wrong.

        `once` is the sheet of paper it is written on: what was sent from it already is not sent again (a second click,
        or an answer that was lost on its way back), and None is returned.
        """
        key = f"said:{case.handoff.id}:{once}" if once else None
        if key is not None and await outbox.has(case.session, key):
            return None
        await self._cases.allow(case, Act.WRITE)
        text = _checked_text(text, needed=file is None)
        if case.person.stopped_at is not None and case.state is State.PARKED and not _wrote_lately(case):
            # They said STOP since: only an answer to what they wrote is wanted.
            raise NotPossible(Act.WRITE, "stopped")
        message, kept = await self._message(case, text, file)
        await self._come_back(case)
        entry = queries.add_entry(
            case.session,
            case.handoff,
            "staff",
            case.now,
            staff_id=case.staff.id,
            text=text or None,
            outbox_id=await case.say(message, once=key),
            **kept,
        )
        case.handoff.staff_wrote_at = case.now
        case.handoff.answered_at = case.handoff.answered_at or case.now
        case.conversation.live_until = case.now + LIVE_FOR
        return entry

    async def note(self, case: Case, text: str) -> None:
        """A note among colleagues."""
        await self._cases.allow(case, Act.NOTE)
        if not text.strip():
            raise BadInput("note", "missing")
        self._cases.add_note(case, text)

    async def edit(self, case: Case, number: int, version: int, text: str) -> None:
        """Change one's own message or note; `version` is the one that was seen, so that no edit undoes another."""
        entry = await self._own(case, number)
        if entry.version != version:
            raise NotPossible("edit", "changed")
        text = _checked_text(text, needed=True)
        if entry.kind == "staff":
            await self._cases.allow(case, Act.WRITE)
            await self._resend(case, entry, await self._words(case, entry, text))
        entry.earlier = [*(entry.earlier or []), entry.text or ""]
        entry.text, entry.edited_at = text, case.now
        queries.touch(case.handoff, entry)

    async def delete(self, case: Case, number: int) -> None:
        """Take back one's own message while Telegram allows it."""
        entry = await self._own(case, number)
        if entry.kind == "staff":
            sent = (await queries.sending(case.session, [entry.outbox_id or 0])).get(entry.outbox_id or 0)
            if sent is not None and sent.sent_at is not None and case.now - sent.sent_at > DELETABLE:
                raise NotPossible("delete", "too_old")
            await self._resend(case, entry, OutgoingMessage(action=Action.DELETE))
        entry.text, entry.earlier, entry.file, entry.deleted_at = None, None, None, case.now
        queries.touch(case.handoff, entry)

    async def _message(self, case: Case, text: str, file: StaffFile | None) -> tuple[OutgoingMessage, dict[str, Any]]:
        """What is sent, and what its entry keeps of the file."""
        if file is None:
            return messages.said(case.t, case.staff.name, text), {}
        caption = messages.caption(case.t, case.staff.name, text)
        if len(caption) > MAX_CAPTION:
            raise BadInput("text", "caption")
        kind = kind_of(file.content)
        if kind is None:
            raise BadInput("file", "kind")
        name = kind.safe_name(file.name)
        try:
            attachment_id = await attachments.add(
                case.session,
                person_id=case.person.id,
                name=name,
                mime=kind.mime,
                content=file.content,
                now=case.now,
            )
        except ValueError:
            raise BadInput("file", "large") from None
        action = Action.PHOTO if kind in (Kind.JPEG, Kind.PNG) else Action.DOCUMENT
        kept = {"attachment_id": attachment_id, "file": {"kind": action.value, "name": name}}
        return OutgoingMessage(caption, action=action, attachment=attachment_id), kept

    async def _come_back(self, case: Case) -> None:
        """Say that the adviser is here again, unless the person knows."""
        was_live = case.is_live
        case.go_live()
        if not was_live:
            await case.say(messages.here_again(case.t, case.staff.name))

    async def _resend(self, case: Case, entry: CaseEntry, message: OutgoingMessage) -> None:
        """Change what has not left yet in place; else send the change after it."""
        if entry.outbox_id is None:
            raise NotFound("message", entry.number)
        content = OutgoingMessage(message.text, action=message.action, target=entry.outbox_id).to_json()
        if not await outbox.change_queued(case.session, entry.outbox_id, content):
            await outbox.queue(
                case.session,
                person_id=case.person.id,
                chat_id=case.person.chat_id,
                content=content,
                now=case.now,
            )

    async def _words(self, case: Case, entry: CaseEntry, text: str) -> OutgoingMessage:
        writer = await staff.get(case.session, entry.staff_id) if entry.staff_id is not None else None
        name = writer.name if writer is not None else case.staff.name
        if entry.attachment_id is None:
            return OutgoingMessage(messages.said(case.t, name, text).text, action=Action.EDIT)
        return OutgoingMessage(messages.caption(case.t, name, text), action=Action.EDIT)

    async def _own(self, case: Case, number: int) -> CaseEntry:
        entry = await queries.entry(case.session, case.handoff.id, number)
        if entry is None or entry.deleted_at is not None or entry.kind not in ("staff", "note"):
            raise NotFound("message", number)
        # Whoever stands in for a colleague may put their words right; it still goes out under the writer's name.
        if entry.staff_id not in case.mine:
            raise NotPossible("edit", "of_a_colleague")
        return entry


class Sending:
    """The state of what staff sent, as far as anybody can know: Telegram tells bots of no reading."""

    QUEUED = "queued"
    SENT = "sent"
    PERHAPS_TWICE = "perhaps_twice"
    BLOCKED = "blocked"
    REFUSED = "refused"
    ANSWERED = "answered"


def state_of(row: OutboxMessage | None, entry: CaseEntry, person_wrote_at: datetime | None) -> str:
    """One of `Sending` for a message of staff."""
    if row is None or row.state in ("queued", "sending"):
        return Sending.QUEUED if row is not None else Sending.SENT
    if row.state == "sent":
        if person_wrote_at is not None and person_wrote_at > entry.written_at:
            return Sending.ANSWERED
        return Sending.PERHAPS_TWICE if row.uncertain else Sending.SENT
    reason = row.reason or ""
    return Sending.BLOCKED if "block" in reason or "unreachable" in reason else Sending.REFUSED


def _checked_text(text: str, *, needed: bool) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if needed and not text:
        raise BadInput("text", "missing")
    if len(text) > LONGEST_REPLY:
        raise BadInput("text", "too_long")
    return text


def _wrote_lately(case: Case) -> bool:
    wrote = case.handoff.person_wrote_at
    return wrote is not None and case.person.stopped_at is not None and wrote > case.person.stopped_at
