"""What coordinators do with opportunities: look them up, write one, change it, open and close it, see what it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.model import Content
from bot.content.schema.rules import RuleSpec
from bot.domain.access import Subject
from bot.domain.broadcasts import Fault
from bot.domain.criteria import Criteria, Sentences, as_rules, criteria_of
from bot.domain.facts import Facts
from bot.domain.holds import STANDING, USES_ONE_UP, holding_of
from bot.domain.rules import Standing
from bot.errors import BadInput, DraftRefused, NotFound
from bot.messages.texts import Html, LocaleTexts
from bot.services.keepers import Keepers
from bot.services.languages import Languages
from bot.services.opportunities.catalogue import STATES, Catalogue
from bot.services.opportunities.draft_rows import columns_of, draft_of
from bot.services.opportunities.drafts import Around, OpportunityDraft, OpportunityDrafts
from bot.services.opportunities.pay_words import PayWords
from bot.services.organisations import Organisations
from bot.services.written import short_name
from db.models import Opportunity, OpportunityChange, StaffMember
from db.queries import catalogue as lists
from db.queries import holds, opportunities, staff

PAGE = 25
FRESH = timedelta(days=60)
_MOST_CHANGES = 20
_NOBODY = Standing(Facts(), None, None)
RoleOf = Callable[[str], str | None]
"""The role that some words name, if any."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list is narrowed to; empty is everything that is not closed."""

    words: str = ""
    state: str = ""
    kind: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a history: who, when, and which columns; `before` is what they were."""

    at: datetime
    who: str | None
    source: str | None
    before: Mapping[str, Any]


class OpportunityDesk:
    """What an organisation looks after is what its coordinators find here, and nobody else."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        catalogue: Catalogue,
        organisations: Organisations,
        role_of: RoleOf,
    ) -> None:
        self._content = content
        self._languages = languages
        self._catalogue = catalogue
        self._organisations = organisations
        self._role_of = role_of
        self._keepers = Keepers(organisations)
        self._drafts = OpportunityDrafts(content)
        self._pay = PayWords(content)

    async def subject(self, session: AsyncSession, opportunity_id: int) -> Subject | None:
        """Whose it is, for the console's access table."""
        row = await session.get(Opportunity, opportunity_id)
        return Subject(await self._keepers.of(session, row.organiser, row.country)) if row is not None else None

    async def get(self, session: AsyncSession, opportunity_id: int) -> Opportunity:
        """One opportunity; raises NotFound."""
        row = await session.get(Opportunity, opportunity_id)
        if row is None:
            raise NotFound("opportunity", opportunity_id)
        return row

    async def listed(
        self, session: AsyncSession, organisation: str, sought: Sought, page: int
    ) -> tuple[Sequence[Opportunity], int]:
        """A page of what an organisation looks after, the newest first, and how many there are."""
        return await lists.listed(
            session,
            await self._keepers.theirs(session, organisation),
            words=sought.words,
            state=sought.state,
            kind=sought.kind,
            held=sought.held,
            first=(page - 1) * PAGE,
            most=PAGE,
        )

    async def used(self, session: AsyncSession, opportunity_id: int) -> tuple[int, int]:
        """How many have a held place, and how many stand in line or have one."""
        return (
            await holds.count(session, opportunity_id, USES_ONE_UP),
            await holds.count(session, opportunity_id, STANDING),
        )

    async def history(self, session: AsyncSession, opportunity_id: int) -> list[Change]:
        """What was changed, the newest first."""
        found: Sequence[OpportunityChange] = await lists.changes_of(session, opportunity_id, _MOST_CHANGES)
        names = await staff.names(session, [row.staff_id for row in found if row.staff_id is not None])
        return [Change(row.at, names.get(row.staff_id or 0), row.source, row.fields) for row in found]

    async def save(
        self,
        session: AsyncSession,
        member: StaffMember,
        draft: OpportunityDraft,
        now: datetime,
        opportunity_id: int | None = None,
    ) -> Opportunity:
        """Keep it as it is now, under the lock that held places are counted under. Raises DraftRefused."""
        row = await self._locked(session, opportunity_id) if opportunity_id is not None else None
        country = str(self._organisations.get(member.organisation).country)
        faults = await self.faults(session, draft, country, now, row)
        if faults:
            raise DraftRefused(faults)
        values = columns_of(draft, self._currency(country)) | {
            "rules": self._rules(draft.criteria, row),
            "role": self._role(draft),
            "checked_on": self._today(country, now),
        }
        if row is None:
            row = self._new(member, draft, country)
        await self._catalogue.write(session, row, values, now, staff_id=member.id)
        return row

    async def put(
        self, session: AsyncSession, member: StaffMember, opportunity_id: int, state: str, now: datetime
    ) -> None:
        """Open it, pause it, say that it is full or over; what is opened was looked at."""
        row = await self._locked(session, opportunity_id)
        if state not in STATES:
            raise BadInput("state", "unknown")
        values: dict[str, Any] = {"state": state}
        today = self._today(row.country, now)
        if state == "open" and row.check_by is not None and row.check_by < today:
            values |= {"checked_on": today, "check_by": today + FRESH}
        await self._catalogue.write(session, row, values, now, staff_id=member.id)

    async def faults(
        self, session: AsyncSession, draft: OpportunityDraft, country: str, now: datetime, row: Opportunity | None
    ) -> list[Fault]:
        """Everything that is wrong with a draft, whether it is kept already or not."""
        around = Around(self._today(country, now))
        if row is not None:
            has_one, stand = await self.used(session, row.id)
            held = holding_of(row.holding)
            what = str(held.what) if held is not None and stand else None
            around = Around(around.today, is_new=False, used=has_one, what_is_held=what)
        found = self._drafts.faults(draft, country, around)
        known = {one.slug for one in await opportunities.named(session, draft.prepares_for) if one.country == country}
        unknown = [name for name in draft.prepares_for if name not in known]
        if unknown:
            found.append(Fault("prepares_for", "nobody", unknown[0]))
        if draft.called and self._role_of(draft.called) is None:
            found.append(Fault("called", "nobody"))
        return found

    def as_draft(self, row: Opportunity) -> OpportunityDraft:
        """An opportunity as it was written."""
        draft = draft_of(row, self._content.countries[row.country].default_locale)
        return replace(draft, criteria=self._criteria(row))

    def words_of(self, t: LocaleTexts, row: Opportunity, now: datetime) -> tuple[Html | None, Html | None, list[str]]:
        """Pay, what it meets today, and each reason of its criteria, as people read them."""
        today = self._today(row.country, now)
        rules = None if row.rules is None else RuleSpec.model_validate(row.rules).compile(self._content.places.groups)
        reasons = () if rules is None else rules.deciding(_NOBODY)
        return (
            self._pay.amounts(t, row),
            self._pay.level_words(t, row, None, today),
            [t.pick(reason.because) for reason in reasons],
        )

    def _criteria(self, row: Opportunity) -> Criteria | None:
        """Its rules as a form shows them, groups of places opened up."""
        found = criteria_of(row.rules)
        if found is None or not found.places:
            return found
        groups = self._content.places.groups
        places = frozenset().union(*(groups.get(name, frozenset({name})) for name in found.places))
        return replace(found, places=tuple(sorted(places)))

    def _rules(self, criteria: Criteria | None, row: Opportunity | None) -> dict[str, Any] | None:
        """As they were where nothing about them changed: somebody may have found better sentences."""
        if row is not None and (criteria is None or criteria == self._criteria(row)):
            return row.rules
        return as_rules(criteria or Criteria(), self._sentences())

    def _sentences(self) -> Sentences:
        texts = [self._languages.named(code) for code in self._languages.codes]
        names = {one: place.name for one, place in self._content.places.places.items()}
        situations = {option.id: option.label for option in self._content.questions["situation"].options}

        def ages(lowest: int | None, highest: int | None) -> dict[str, str]:
            shape = "from" if highest is None else "to" if lowest is None else "between"
            return {t.code: t(f"criteria.age.{shape}", lowest=lowest or 0, highest=highest or 0) for t in texts}

        def places(ids: Sequence[str]) -> dict[str, str]:
            return {t.code: t("criteria.places", places=t.one_of(names[one] for one in ids)) for t in texts}

        def doing(ids: Sequence[str]) -> dict[str, str]:
            return {
                t.code: t("criteria.situations", situations=t.one_of(t.pick(situations[one]) for one in ids))
                for t in texts
            }

        return Sentences(ages, places, doing)

    def _role(self, draft: OpportunityDraft) -> str | None:
        """What the job is called decides how people find it."""
        said = (draft.called, *draft.title.values())
        return next((role for words in said if words and (role := self._role_of(words)) is not None), None)

    def _new(self, member: StaffMember, draft: OpportunityDraft, country: str) -> Opportunity:
        return Opportunity(
            slug=short_name(next(iter(draft.title.values()), ""), draft.kind),
            country=country,
            state="draft",
            # What a sample organisation does is invented too, and is marked as such wherever it is shown.
            sample=member.organisation in self._content.sample.organisations,
            organiser=member.organisation,
        )

    async def _locked(self, session: AsyncSession, opportunity_id: int) -> Opportunity:
        row = await holds.lock_opportunity(session, opportunity_id)
        if row is None:
            raise NotFound("opportunity", opportunity_id)
        return row

    def _today(self, country: str, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self._content.countries[country].zone)).date()

    def _currency(self, country: str) -> str:
        table = self._content.pay.get(country)
        return table.currency if table is not None else "GBP"
