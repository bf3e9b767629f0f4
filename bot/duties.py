"""What the worker does by itself: the whole schedule in one table, and who does which kind of job."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.bootstrap import build_reachability
from bot.clock import Clock
from bot.content.model import Content
from bot.delivery.jobs import Handler
from bot.delivery.schedule import Tick
from bot.delivery.web_pages import WebPages
from bot.services.broadcasts.jobs import FOLLOW, PLAN, FinishBroadcasts, FollowBroadcast, PlanBroadcast
from bot.services.cases.promises import Promises
from bot.services.eligibility.verdicts import Verdicts
from bot.services.equality.statistics import MonthlyTables, Statistics
from bot.services.events.bookings import MOVE_UP
from bot.services.events.fair_cards import FAIR
from bot.services.events.jobs import CHANGED, DateChanged, Lapses, MoveUp
from bot.services.events.occurrences import Occurrences
from bot.services.events.reminder_plans import BOOKING
from bot.services.feeds.fetching import FeedPolling
from bot.services.feeds.freshness import Freshness, LinkLooks
from bot.services.feeds.uploads import UploadWork
from bot.services.gates import Gates, Judge
from bot.services.journeys.check_ins import JOURNEY, CheckIns
from bot.services.journeys.hold_gate import HOLD
from bot.services.journeys.hold_upkeep import HoldUpkeep
from bot.services.journeys.referral_upkeep import ReferralUpkeep
from bot.services.opportunities.catalogue import CatalogueUpkeep
from bot.services.reminders import PROGRAMME
from bot.services.retention import Retention
from bot.services.safeguarding.escalations import Escalations
from bot.services.services import Services
from bot.settings import Settings
from db.queries.broadcasts import BROADCAST
from db.session import Database

_RETENTION_SECONDS = 600.0
_VERDICTS_SECONDS = 60.0
_PROMISES_SECONDS = 15.0
_ESCALATIONS_SECONDS = 15.0
_REACHABILITY_SECONDS = 6 * 3600.0
_DATES_SECONDS = 3600.0
_MONTHLY_TABLES_SECONDS = 6 * 3600.0
_BROADCASTS_SECONDS = 5.0
_CATALOGUE_SECONDS = 300.0
_LAPSES_SECONDS = 30.0
_UPLOADS_SECONDS = 5.0
_FEEDS_SECONDS = 600.0
_FRESHNESS_SECONDS = 3600.0
_HOLDS_SECONDS = 30.0
_REFERRALS_SECONDS = 60.0
_CHECK_INS_SECONDS = 60.0


def ticks_of(
    settings: Settings,
    services: Services,
    content: Content,
    database: Database,
    clock: Clock,
    wake: Callable[[], None],
) -> tuple[Tick, ...]:
    """Every tick and how often; each only looks in the database for what is due."""
    desk = services.desk
    promises = Promises(database, clock, desk.cases, services.organisations, desk.pings, desk.bells.ring)
    verdicts = Verdicts(database, clock, content, services.eligibility)
    retention = Retention(database, clock, services.privacy, services.equality)
    lapses = Lapses(database, clock, services.languages, services.gatherings.comings)
    escalations = Escalations(database, clock, services.alerts, wake)
    reachability = build_reachability(settings, services, database, clock)
    monthly_tables = MonthlyTables(database, clock, Statistics(content), settings.countries)
    catalogue = CatalogueUpkeep(database, clock, content, services.offers.catalogue)
    trip = services.journeying
    holds = HoldUpkeep(database, clock, content, services.languages, services.eligibility, trip.holds, trip.next_moves)
    referrals = ReferralUpkeep(database, clock, services.languages, services.eligibility, services.organisations)
    return (
        Tick("holds", every=_HOLDS_SECONDS, run=holds.run),
        Tick("check_ins", every=_CHECK_INS_SECONDS, run=CheckIns(database, clock, trip.moves).run),
        Tick("referrals", every=_REFERRALS_SECONDS, run=referrals.run),
        Tick("catalogue", every=_CATALOGUE_SECONDS, run=catalogue.run),
        Tick("escalations", every=_ESCALATIONS_SECONDS, run=escalations.run),
        Tick("promises", every=_PROMISES_SECONDS, run=promises.run),
        Tick("verdicts", every=_VERDICTS_SECONDS, run=verdicts.run),
        Tick("retention", every=_RETENTION_SECONDS, run=retention.run),
        Tick("dates", every=_DATES_SECONDS, run=Occurrences(database, clock).run),
        Tick("monthly_tables", every=_MONTHLY_TABLES_SECONDS, run=monthly_tables.run),
        Tick("lapses", every=_LAPSES_SECONDS, run=lapses.run),
        Tick("broadcasts", every=_BROADCASTS_SECONDS, run=FinishBroadcasts(database, clock).run),
        Tick("reachability", every=_REACHABILITY_SECONDS, run=reachability.warn),
        *_feed_ticks(settings, services, content, database, clock),
    )


def _feed_ticks(
    settings: Settings, services: Services, content: Content, database: Database, clock: Clock
) -> tuple[Tick, ...]:
    """Feeds are fetched, files brought in, and what grew old is shown to staff."""
    pages = WebPages()
    uploads = UploadWork(database, clock, content, services.offers.catalogue, services.organisations)
    polling = FeedPolling(database, clock, content, pages.fetch, settings.feed_hosts)
    links = LinkLooks(database, clock, pages.status)
    return (
        Tick("uploads", every=_UPLOADS_SECONDS, run=uploads.run),
        Tick("left_uploads", every=_FRESHNESS_SECONDS, run=uploads.tidy),
        Tick("feeds", every=_FEEDS_SECONDS, run=polling.run),
        Tick("freshness", every=_FRESHNESS_SECONDS, run=Freshness(database, clock, content).run),
        *((Tick("links", every=_FRESHNESS_SECONDS, run=links.run),) if settings.check_links else ()),
    )


def jobs_of(services: Services, clock: Clock) -> Mapping[str, Handler]:
    """Each kind of job and who does it."""
    outreach = services.outreach
    return {
        PLAN: PlanBroadcast(clock, outreach.audiences, outreach.subjects),
        FOLLOW: FollowBroadcast(clock),
        MOVE_UP: MoveUp(clock, services.languages, services.gatherings.comings),
        CHANGED: DateChanged(clock, services.languages, services.gatherings.comings),
    }


def gates_of(services: Services) -> Gates:
    """Who has the last word on each kind of message."""
    judges: dict[str, Judge] = {
        PROGRAMME: services.reminders,
        BROADCAST: services.outreach.gate,
        BOOKING: services.gatherings.gate,
        HOLD: services.journeying.hold_gate,
        JOURNEY: services.journeying.check_in_gate,
        FAIR: services.gatherings.fair_cards,
    }
    return Gates(judges)
