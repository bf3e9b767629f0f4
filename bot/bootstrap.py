"""The composition root: the only module that knows every concrete service. Tests build the same with fakes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.clock import Clock
from bot.console.console import Console, TelegramChats
from bot.content.intent_cache import FolderCache
from bot.content.intent_library import load_intents
from bot.content.model import Content
from bot.controllers import controllers_of
from bot.domain.intents.understanding import Understanding
from bot.messages.texts import Texts
from bot.services.broadcasts.outreach import Outreach
from bot.services.bursts import Bursts
from bot.services.cases.desk import Desk
from bot.services.cases.live_conversations import LiveConversations
from bot.services.cases.pings import Pings
from bot.services.cases.records import CaseRecords
from bot.services.conversations import Conversations
from bot.services.eligibility.answers import Answers
from bot.services.eligibility.eligibility import Eligibility
from bot.services.eligibility.first_steps import FirstSteps
from bot.services.eligibility.guide import Guide
from bot.services.eligibility.in_passing import InPassing
from bot.services.eligibility.programmes import Programmes
from bot.services.eligibility.questions import Questions
from bot.services.equality.equality import Equality
from bot.services.equality.questions import EqualityQuestions
from bot.services.events.easier import FORM
from bot.services.events.gatherings import Gatherings
from bot.services.forms import Forms
from bot.services.handoffs import Handoffs
from bot.services.intents.table import build_intents
from bot.services.journeys.journeying import Journeying
from bot.services.languages import Languages
from bot.services.leads import Leads
from bot.services.open_questions import OpenQuestions
from bot.services.opportunities.offers import build_offers
from bot.services.organisations import Organisations
from bot.services.other_languages import OtherLanguages
from bot.services.packets import Packets
from bot.services.people import People
from bot.services.picks import Picks
from bot.services.privacy import Privacy
from bot.services.reminders import Reminders
from bot.services.replies import Replies
from bot.services.safeguarding.alerting import Alerting
from bot.services.safeguarding.desk import SafeguardingDesk
from bot.services.safeguarding.reachability import Reachability
from bot.services.safeguarding.rota import Rota
from bot.services.safeguarding.safeguarding import Safeguarding
from bot.services.services import Services
from bot.services.skills import Skills
from bot.services.staff.accounts import Accounts
from bot.services.staff.attempts import Attempts
from bot.services.staff.audit import Audit
from bot.services.staff.chats import StaffChats
from bot.services.staff.demo_staff import DemoStaff
from bot.services.staff.door import Door
from bot.services.staff.passwords import Passwords
from bot.services.staff.sign_in import SignIn
from bot.services.staff.staff import Staff
from bot.services.unmatched import Unmatched
from bot.settings import Settings
from db.keyring import Keyring
from db.session import Database


def open_database(settings: Settings) -> Database:
    """The database with its keys; nothing is connected before the first transaction."""
    keyring = Keyring([key.get_secret_value() for key in settings.data_keys])
    return Database(settings.database_url, keyring, pool_size=settings.database_connections)


def build_understanding(content: Content, cache_dir: Path | None = None) -> Understanding:
    """What is typed is understood in every language that people may choose; learning is kept in a folder if given."""
    cache = FolderCache(cache_dir / "intents") if cache_dir is not None else None
    return Understanding.build(load_intents(), Texts(content.locales).ready, cache)


def build_services(settings: Settings, content: Content, understanding: Understanding) -> Services:
    """Every service, given what it needs in its constructor."""
    organisations = Organisations(content, controllers_of(settings, content), with_samples=settings.demo)
    languages = Languages(Texts(content.locales), content, settings.countries[0])
    people, eligibility = People(languages, settings.countries), Eligibility(content)
    answers = Answers(content, languages, eligibility)
    questions = Questions(content, languages, eligibility, answers, settings.countries)
    equality = Equality(content, languages, settings.console_url)
    equality_questions = EqualityQuestions(equality, languages, organisations)
    offers, opportunities = build_offers(content, languages, eligibility, equality, organisations, understanding)
    going = Gatherings.build(content, languages, offers.links)
    programmes = Programmes(languages, eligibility)
    skills, leads = Skills(content, languages), Leads(content, languages, organisations)
    other_languages = OtherLanguages(content, people)
    unmatched = Unmatched(content, understanding, languages, other_languages)
    packets = Packets(content, languages, eligibility, answers, opportunities, skills)
    handoffs = Handoffs(languages, organisations, packets, equality)
    alerting = _alerting(settings, content, languages, organisations)
    journeying = Journeying.build(
        content, languages, eligibility, opportunities, packets, offers.beginnings, alerting.mail, settings
    )
    desk = Desk.build(content, languages, eligibility, organisations, Pings(alerting.alerts, settings.console_url))
    guide = Guide(
        content,
        languages,
        people,
        eligibility,
        answers,
        questions,
        opportunities,
        going.events,
        programmes,
        handoffs,
        leads,
        FirstSteps(content, languages, eligibility, questions, opportunities, organisations),
        settings.countries[0],
    )
    privacy = Privacy(
        content,
        languages,
        answers,
        opportunities,
        organisations,
        settings.countries[0],
        (
            *(skills, leads, unmatched, equality, going.bookings, going.news, CaseRecords()),
            *(offers.reactions, *journeying.holders),
        ),
    )
    intents = build_intents(
        content,
        languages,
        people,
        eligibility,
        answers,
        questions,
        opportunities,
        organisations,
        guide,
        privacy,
        going,
        journeying.journeys,
        journeying.steps,
    )
    safeguarding = Safeguarding(
        content, languages, people, eligibility, organisations, guide, alerting.duty, alerting.alerts
    )
    forms = Forms(
        {
            "skills": skills,
            "leads": leads,
            "handoffs": handoffs,
            FORM: going.easier,
            "referrals": journeying.referrals,
        },
        going.on_the_day,
        guide,
        {"referrals": journeying.referrals.say_left},
    )
    conversations = Conversations(
        understanding,
        languages,
        people,
        guide,
        intents,
        safeguarding,
        privacy,
        forms,
        Replies(
            languages,
            guide,
            InPassing(guide, questions, answers),
            opportunities,
            Picks(guide, opportunities, going.events),
            intents,
            OpenQuestions(languages, people, guide, forms),
            unmatched,
        ),
        equality_questions,
        other_languages,
        unmatched,
        Bursts(languages, settings.burst_messages),
        LiveConversations(understanding, languages, safeguarding, desk.hearing),
        desk.case_answers,
    )
    return Services(
        languages=languages,
        people=people,
        eligibility=eligibility,
        questions=questions,
        opportunities=opportunities,
        offers=offers,
        journeying=journeying,
        programmes=programmes,
        organisations=organisations,
        guide=guide,
        handoffs=handoffs,
        desk=desk,
        skills=skills,
        leads=leads,
        equality=equality,
        equality_questions=equality_questions,
        privacy=privacy,
        intents=intents,
        safeguarding=safeguarding,
        reminders=Reminders(content, languages, eligibility),
        outreach=Outreach.build(content, languages, going.news, settings),
        gatherings=going,
        mail=alerting.mail,
        duty=alerting.duty,
        alerts=alerting.alerts,
        staff_chats=StaffChats(languages, Audit()),
        safeguarding_desk=SafeguardingDesk(alerting.alerts, Audit()),
        conversations=conversations,
    )


def build_staff(settings: Settings, content: Content) -> Staff:
    """Who may open the console, for the command line: no languages and no understanding are needed."""
    organisations = Organisations(content, controllers_of(settings, content), with_samples=settings.demo)
    return Staff(content, organisations, Audit(), settings.console_url)


def build_console(
    settings: Settings,
    content: Content,
    services: Services,
    database: Database,
    clock: Clock,
    passwords: Passwords | None = None,
    *,
    telegram: TelegramChats | None = None,
    wake: Callable[[], None] = lambda: None,
) -> Console:
    """The staff console: its services, and what it looks up to judge access."""
    door, audit, passwords = Door(database, clock), Audit(), passwords or Passwords()
    staff = Staff(content, services.organisations, audit, settings.console_url)
    rota = Rota(services.duty, audit)
    return Console(
        door=door,
        services=services,
        sign_in=SignIn(door, passwords, Attempts(), audit),
        accounts=Accounts(door, passwords, services.languages, audit),
        staff=staff,
        audit=audit,
        rota=rota,
        subjects={
            "staff": staff.subject,
            "case": services.desk.case_lists.subject,
            "concern": services.safeguarding_desk.subject,
            "shift": rota.subject,
            "hold": services.journeying.hold_desk.subject,
            "referral": services.journeying.journey_desk.subject,
            **services.offers.subjects,
            "broadcast": services.outreach.broadcasts.subject,
            "event": services.gatherings.desk.subject,
            "date": services.gatherings.desk.date_subject,
            "need": services.gatherings.doors.need_subject,
        },
        content=content,
        telegram=telegram,
        wake=wake,
        console_url=settings.console_url,
        proxies=settings.proxies,
        demo=DemoStaff(door, content, settings.countries, audit) if settings.demo else None,
    )


def build_safeguarding_desk(settings: Settings, content: Content) -> SafeguardingDesk:
    """The lead's desk on its own, for the command line: nothing is learned that it does not need."""
    organisations = Organisations(content, controllers_of(settings, content), with_samples=settings.demo)
    languages = Languages(Texts(content.locales), content, settings.countries[0])
    return SafeguardingDesk(_alerting(settings, content, languages, organisations).alerts, Audit())


def _alerting(settings: Settings, content: Content, languages: Languages, organisations: Organisations) -> Alerting:
    """Who is called, and how they are reached."""
    has_mail = settings.smtp_url is not None
    return Alerting.build(content, languages, organisations, settings.console_url, has_mail=has_mail)


def build_reachability(settings: Settings, services: Services, database: Database, clock: Clock) -> Reachability:
    """Whether anybody would be told of a concern, where this deployment serves."""
    return Reachability(database, clock, services.duty, services.mail, services.organisations, settings.countries)
