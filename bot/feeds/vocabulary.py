"""The words that rows use: kinds, states, contracts, patterns. Each is stored and sent as it is written here."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What somebody can say yes to."""

    COURSE = "course"
    PLACEMENT = "placement"
    APPRENTICESHIP = "apprenticeship"
    VACANCY = "vacancy"
    PRE_EMPLOYMENT = "pre_employment"
    MENTORING = "mentoring"
    VOLUNTEERING = "volunteering"


class Status(StrEnum):
    """Whether it can still be said yes to, as far as the file and the day tell."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    FULL = "full"
    CLOSED = "closed"


class HeldThing(StrEnum):
    """What is held for the people of a programme."""

    INTERVIEW = "interview"
    SEAT = "seat"
    POST = "post"


class EventStatus(StrEnum):
    """Whether an event takes place; `tentative` is not settled yet."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class EventKind(StrEnum):
    """What sort of event, where the source says so."""

    OPEN_DAY = "open_day"
    RECRUITMENT_FAIR = "recruitment_fair"
    WORKSHOP = "workshop"
    DROP_IN = "drop_in"
    CELEBRATION = "celebration"


class OrganisationRole(StrEnum):
    """What an organisation is to the opportunity; a placement may have several employers."""

    OFFERS = "offers"
    EMPLOYER = "employer"
    TRAINER = "trainer"


class Period(StrEnum):
    """What an amount of pay is for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class PayBasis(StrEnum):
    """Pay that is not an amount: a legal minimum that the dated pay table knows, or none at all."""

    APPRENTICE_MINIMUM = "apprentice_minimum"
    NATIONAL_MINIMUM = "national_minimum"
    UNPAID = "unpaid"


class PayKind(StrEnum):
    """How much is known about what it pays."""

    AMOUNT = "amount"
    RANGE = "range"
    BASIS = "basis"
    TEXT = "text"
    UNKNOWN = "unknown"


class Contract(StrEnum):
    """The kind of contract; what was written stands beside it in `contract_text`."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    TEMPORARY = "temporary"
    BANK = "bank"
    ZERO_HOURS = "zero_hours"
    APPRENTICESHIP = "apprenticeship"
    SELF_EMPLOYED = "self_employed"
    VOLUNTARY = "voluntary"
    OTHER = "other"


class Pattern(StrEnum):
    """When in the day or week, and how much of it."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    FLEXIBLE = "flexible"
    DAYTIME = "daytime"
    EVENING = "evening"
    NIGHT = "night"
    WEEKEND = "weekend"
    BLOCK = "block_release"
    TERM_TIME = "term_time"
    SHIFTS = "shifts"


class Topic(StrEnum):
    """What a longer text is about."""

    DESCRIPTION = "description"
    LEARN = "learn"
    HOW = "how"
    BRING = "bring"
    ASSESSED = "assessed"
    NEXT = "next"
    TRAINING = "training"
    BENEFITS = "benefits"
    CONSIDER = "consider"
    ACCESS = "access"
