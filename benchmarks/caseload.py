"""A city's worth of people and cases, put straight into a database: what the console's pages are measured on."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages.handoffs import TOPICS
from bot.services.staff.sign_in import begin
from bot.services.tokens import new_token
from db.keyring import Keyring
from db.models import CaseEntry, Conversation, Handoff, OutboxMessage, Person, StaffMember
from db.models.base import Base
from db.session import Database

OPEN_CASES, CLOSED_CASES = 2_000, 6_000
OWN_CASES, LONG_CASE = 60, 200
FIRST_CHAT = 700_000
# The sample organisation of most people, so that one queue is long; the others share the rest.
LARGEST = "thamesway_advice"
_ORGANISATIONS = (LARGEST, LARGEST, LARGEST, "vagvisaren", "eastside_works", "lansvagen")
_UK, _SE = ("newham", "hackney", "tower_hamlets", "barking_and_dagenham"), ("stockholm", "botkyrka", "solna")
_SWEDISH = frozenset({"vagvisaren", "lansvagen"})
_ADVISERS = 8
_LINE = "I asked at the centre on Monday and they said to come back with the letter. Can I bring it tomorrow? "


@dataclass(frozen=True, slots=True)
class Caseload:
    """Where to look: a signed-in browser's tokens, and the numbers of the cases that are measured."""

    adviser: str
    coordinator: str
    scoped: str
    adviser_id: int
    long_case: int
    live_case: int
    live_chat: int


@dataclass(frozen=True, slots=True)
class _Staff:
    by_organisation: Mapping[str, Sequence[int]]
    busy: StaffMember
    coordinator: StaffMember
    scoped: StaffMember


async def fill(url: str, key: str, people: int, now: datetime) -> Caseload:
    """People, staff, cases with what was said in them, and what became of each answer; the same at every call."""
    database = Database(url, Keyring([key]))
    try:
        async with database.write() as session:
            caseload = await _Filling(session, people, now).fill()
        async with database.engine.connect() as connection:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))
    finally:
        await database.close()
    return caseload


class _Filling:
    def __init__(self, session: AsyncSession, people: int, now: datetime) -> None:
        self._session = session
        self._people = people
        self._now = now
        self._chance = random.Random(1)

    async def fill(self) -> Caseload:
        staff = await self._staff()
        await self._add(Person, self._everybody())
        cases = self._cases(staff)
        await self._add(Handoff, cases)
        await self._add(Conversation, self._conversations(cases))
        entries, sent = self._said(cases)
        await self._add(OutboxMessage, sent)
        await self._add(CaseEntry, entries)
        # Rows were numbered by us; what comes next is numbered by the database again.
        for table in ("people", "handoffs", "outbox"):
            await self._session.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            )
        tokens = [
            await begin(self._session, one, self._now, is_verified=True)
            for one in (staff.busy, staff.coordinator, staff.scoped)
        ]
        return Caseload(*tokens, adviser_id=staff.busy.id, long_case=1, live_case=2, live_chat=FIRST_CHAT + 2)

    async def _staff(self) -> _Staff:
        busy = self._member("adviser", LARGEST)
        coordinator = self._member("coordinator", LARGEST)
        scoped = self._member("adviser", LARGEST, councils=[_UK[0], _UK[1]])
        organisations = sorted(set(_ORGANISATIONS))
        others = {one: [self._member("adviser", one) for _ in range(_ADVISERS)] for one in organisations}
        self._session.add_all([busy, coordinator, scoped, *(one for team in others.values() for one in team)])
        await self._session.flush()
        return _Staff({one: [member.id for member in team] for one, team in others.items()}, busy, coordinator, scoped)

    def _member(self, role: str, organisation: str, councils: Sequence[str] = ()) -> StaffMember:
        return StaffMember(
            email=f"{new_token()[:12].lower()}@example.org",
            name=f"Sample {role} (example)",
            organisation=organisation,
            roles=[role],
            councils=list(councils),
            programmes=[],
            created_at=self._now,
        )

    def _everybody(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self._people + 1):
            yield {
                "id": number,
                "reference": f"WI-{number:06}",
                "chat_id": FIRST_CHAT + number,
                "locale": "en",
                "country": "uk",
                "places": [],
                "answers": {},
                "created_at": self._now - timedelta(days=200),
                "last_seen_at": self._now,
            }

    def _cases(self, staff: _Staff) -> list[dict[str, Any]]:
        """Open cases of the first people, closed ones of the others; the busy adviser holds the very first."""
        cases = []
        for number in range(1, OPEN_CASES + CLOSED_CASES + 1):
            organisation = LARGEST if number <= OWN_CASES else self._chance.choice(_ORGANISATIONS)
            adviser = staff.busy.id if number <= OWN_CASES else self._chance.choice(staff.by_organisation[organisation])
            cases.append(self._case(number, organisation, adviser))
        return cases

    def _case(self, number: int, organisation: str, adviser: int) -> dict[str, Any]:
        is_swedish, is_open = organisation in _SWEDISH, number <= OPEN_CASES
        age = timedelta(hours=self._chance.randrange(1, 24 * (20 if is_open else 360)))
        state = self._state(number)
        asked, answered = self._now - age, self._now - age * 0.6
        return {
            "id": number,
            "person_id": number,
            "organisation": organisation,
            "topic": self._chance.choice(TOPICS),
            "locale": "sv" if is_swedish else self._chance.choice(("en", "en", "en", "sv")),
            "country": "se" if is_swedish else "uk",
            "council": self._chance.choice((*(_SE if is_swedish else _UK), None)),
            "programme": self._chance.choice((None, None, "sample_programme")),
            "state": state,
            "packet": {"answers": [_LINE] * 12, "transcript": [_LINE] * 20},
            "promised_by": asked + timedelta(hours=26),
            "created_at": asked,
            "adviser_id": None if state == "waiting" else adviser,
            "counter": LONG_CASE if number == 1 else 12,
            "claimed_at": None if state == "waiting" else answered,
            "answered_at": None if state == "waiting" else answered,
            "returned_at": asked + timedelta(hours=26) if self._chance.random() < 0.1 else None,
            "person_wrote_at": asked if self._chance.random() < 0.5 else self._now - age * 0.3,
            "staff_wrote_at": None if state == "waiting" else answered,
            "next_action": "Call about the letter" if self._chance.random() < 0.2 else None,
            "next_action_on": None,
            "closed_at": None if is_open else self._now - age * 0.1,
            "outcome": None if is_open else "answered",
        }

    def _state(self, number: int) -> str:
        if number <= OWN_CASES:
            return "claimed" if number <= 2 or number % 3 else "parked"
        return self._chance.choice(("waiting", "waiting", "claimed", "parked")) if number <= OPEN_CASES else "closed"

    def _conversations(self, cases: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        states = {case["person_id"]: case["state"] for case in cases}
        for number in range(1, self._people + 1):
            state = states.get(number)
            yield {
                "person_id": number,
                "draft": {},
                "live_until": self._now + timedelta(hours=23) if state == "claimed" else None,
                "case_id": number if state in ("waiting", "claimed", "parked") else None,
            }

    def _said(self, cases: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        entries, sent = [], []
        for case in cases:
            for number in range(1, case["counter"] + 1):
                is_staff = number % 2 == 0 and case["adviser_id"] is not None
                at = case["created_at"] + timedelta(seconds=number)
                if is_staff:
                    sent.append(self._sent(len(sent) + 1, case, at))
                entries.append(
                    {
                        "handoff_id": case["id"],
                        "number": number,
                        "version": number,
                        "kind": "staff" if is_staff else "person",
                        "staff_id": case["adviser_id"] if is_staff else None,
                        "text": f"{number}. {_LINE}",
                        "outbox_id": len(sent) if is_staff else None,
                        "message_id": None if is_staff else number,
                        "written_at": at,
                    }
                )
        return entries, sent

    def _sent(self, number: int, case: Mapping[str, Any], at: datetime) -> dict[str, Any]:
        return {
            "id": number,
            "person_id": case["person_id"],
            "chat_id": FIRST_CHAT + case["person_id"],
            "state": "sent",
            "content": {"text": _LINE},
            "due_at": at,
            "ready_at": at,
            "message_id": 1000 + number,
            "created_at": at,
            "sent_at": at,
        }

    async def _add(self, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
        """By COPY, each value as its column would write it: inserting takes minutes."""
        connection = await self._session.connection()
        columns = [column for column in inspect(model).columns if column.name != "id" or model is not CaseEntry]
        bound = [column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in columns]
        raw = (await connection.get_raw_connection()).driver_connection
        records = [
            tuple(
                _bound(row.get(column.name, _default(column)), bind)
                for column, bind in zip(columns, bound, strict=True)
            )
            for row in rows
        ]
        names = [column.name for column in columns]
        await raw.copy_records_to_table(model.__tablename__, records=records, columns=names)


def _default(column: Any) -> Any:
    if column.default is None:
        return None
    return column.default.arg(None) if column.default.is_callable else column.default.arg


def _bound(value: Any, bind: Callable[[Any], Any] | None) -> Any:
    return value if bind is None or value is None else bind(value)


def right_now() -> datetime:
    """The bot that is measured lives by the real clock, so its cases must too."""
    return datetime.now(UTC)
