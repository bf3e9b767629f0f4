"""The partners' page: a door of its own, opened once by a link that came by e-mail, then held by one browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.clock import Clock
from bot.content.model import Content
from bot.domain.journeys import ENDED, Stage, moves_of_organisation
from bot.messages.referrals import written
from bot.messages.texts import LocaleTexts
from bot.services.events.employers import FairEmployers, FairLook
from bot.services.journeys.partner_moves import ACCEPT, ACCEPTED, Decision, PartnerMoves, reasons_for
from bot.services.journeys.referral_links import ReferralLinks
from bot.services.languages import Languages
from bot.services.staff.audit import Audit
from bot.services.tokens import digest_of, new_token
from db.models import ReferralLink
from db.queries import referrals as queries
from db.queries.referrals import Candidate as Row
from db.session import Database

SESSION = timedelta(hours=8)
_ENDED_FOR = timedelta(days=30)
_MOST = 300
_NOT_OFTENER = timedelta(minutes=10)


class Look(Enum):
    """What an address from an e-mail is good for."""

    FRESH = "fresh"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever came by a link: the address it was sent to, and nothing else."""

    t: LocaleTexts
    contact: str
    digest: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person as the organisation may see them: what they sent, and where it can go from here."""

    referral_id: int
    reference: str
    title: str
    stage: Stage
    since: datetime
    held: str | None
    packet: Sequence[str]
    acts: tuple[str, ...]
    reasons: Mapping[str, tuple[str, ...]]

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to decide."""
        return self.stage in ENDED


class ReferralPages:
    """Looking at a link never uses it up, because machines look at mail; opening does, once."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        content: Content,
        languages: Languages,
        links: ReferralLinks,
        partner_moves: PartnerMoves,
        fair_employers: FairEmployers,
        audit: Audit,
    ) -> None:
        self._fair_employers = fair_employers
        self._database = database
        self._clock = clock
        self._content = content
        self._languages = languages
        self._links = links
        self._partner_moves = partner_moves
        self._audit = audit

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies may ask for it."""
        return self._links.is_https

    async def look(self, token: str) -> tuple[Look, LocaleTexts]:
        """Whether a link can still be opened, and the language to say so in."""
        async with self._database.read() as session:
            link = await queries.link(session, digest_of(token))
        if link is None:
            return Look.UNKNOWN, self._languages.named(self._languages.likeliest(None))
        return (Look.FRESH if self._works(link) else Look.OVER), self._texts(link)

    async def open(self, token: str) -> str | None:
        """Use a link up; what the browser holds from now on, or None when it is used or ran out."""
        now, key = self._clock(), new_token()
        async with self._database.write() as session:
            link = await queries.link(session, digest_of(token), lock=True)
            if link is None or not self._works(link):
                return None
            link.used_at, link.session, link.session_until = now, digest_of(key), now + SESSION
            await queries.mark_opened(session, link.contact, now)
            await self._audit.note(session, None, "referral.opened", subject=f"link:{link.digest[:12]}", now=now)
        return key

    async def renew(self, token: str) -> None:
        """Send a new link to the address the old one went to, wherever that is; not more often than is useful."""
        now = self._clock()
        async with self._database.write() as session:
            link = await queries.link(session, digest_of(token), lock=True)
            if link is not None and not await queries.links_since(session, link.contact, now - _NOT_OFTENER):
                await self._links.write(session, link.contact, link.country, now)

    async def visitor(self, key: str | None) -> Visitor | None:
        """Whoever this browser was let in as; None when it was not, or is no more."""
        async with self._database.read() as session:
            link = await queries.link_of_session(session, digest_of(key or ""), self._clock())
        return None if link is None else Visitor(self._texts(link), link.contact, link.digest)

    async def candidates(self, visitor: Visitor) -> list[Candidate]:
        """Everybody sent to this address, by stage; every look is noted."""
        now = self._clock()
        async with self._database.write() as session:
            await queries.mark_opened(session, visitor.contact, now)
            rows = await queries.of_contact(session, visitor.contact, now - _ENDED_FOR, _MOST)
            await self._audit.note(session, None, "referral.viewed", subject=f"link:{visitor.digest[:12]}", now=now)
        order = list(Stage)
        return sorted(
            (self._candidate(visitor.t, row) for row in rows), key=lambda one: (order.index(one.stage), one.since)
        )

    async def fairs(self, visitor: Visitor) -> list[FairLook]:
        """Fairs at which this address was an employer's: how many met them, and who lets them know."""
        async with self._database.read() as session:
            return await self._fair_employers.looks(session, visitor.t, visitor.contact, self._clock())

    async def decide(self, visitor: Visitor, referral_id: int, decision: Decision) -> None:
        """One tap. Raises NotFound, NotPossible or BadInput."""
        async with self._database.write() as session:
            await self._partner_moves.decide(session, visitor.contact, referral_id, decision, self._clock())

    def stranger(self, accept_language: str | None) -> LocaleTexts:
        """The language for somebody who is not let in."""
        wished = (accept_language or "").split(",")[0].split(";")[0].strip()
        return self._languages.named(self._languages.likeliest(wished))

    def _candidate(self, t: LocaleTexts, row: Row) -> Candidate:
        referral, journey, opportunity, person, hold_state = row
        stage = Stage(journey.stage)
        moves = moves_of_organisation(stage)
        first = (ACCEPT,) if stage is Stage.REFERRED and referral.state != ACCEPTED else ()
        what = (opportunity.holding or {}).get("what") if hold_state == "taken" and stage not in ENDED else None
        return Candidate(
            referral.id,
            person.reference,
            str(t.written(opportunity.title)),
            stage,
            journey.changed_at.astimezone(self._links.zone(opportunity.country)),
            what,
            () if stage in ENDED else written(referral.packet),
            (*first, *moves),
            {move: reasons_for(journey, opportunity, hold_state, move) for move in moves},
        )

    def _works(self, link: ReferralLink) -> bool:
        return link.used_at is None and link.expires_at > self._clock()

    def _texts(self, link: ReferralLink) -> LocaleTexts:
        return self._languages.named(self._content.countries[link.country].default_locale)
