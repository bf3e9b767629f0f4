"""Answering somebody who may be in danger: at once, before anything else, whatever the conversation was doing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.content.model import Content
from bot.content.schema.helplines import Helpline
from bot.domain.safeguarding.detection import Alarm, Level
from bot.messages import safeguarding as messages
from bot.messages.outgoing import OutgoingMessage
from bot.messages.safeguarding import Card
from bot.messages.texts import LocaleTexts
from bot.services.eligibility.eligibility import Eligibility
from bot.services.eligibility.guide import Guide
from bot.services.languages import Languages
from bot.services.organisations import Organisations
from bot.services.people import People
from bot.services.safeguarding.alerts import Alerts
from bot.services.safeguarding.duty import Duty
from bot.services.turns import Turn
from db.models import Concern, Person
from db.queries import concerns

# Which helplines answer a kind; the first that has lines in the person's country is used, then the next.
_NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "suicide": ("suicide", "low_mood"),
        "suicide_imminent": ("suicide", "low_mood"),
        "self_harm": ("suicide", "low_mood"),
        "abuse_home": ("child", "domestic_abuse"),
        "domestic_abuse": ("domestic_abuse",),
        "forced_marriage": ("domestic_abuse",),
        "homeless": ("homeless",),
        "exploitation": ("exploitation",),
        "trafficking": ("exploitation",),
        "sexual_exploitation": ("exploitation", "child"),
        "workplace_sexual_harassment": ("work_rights", "low_mood"),
        "hardship": ("hardship",),
        "support": ("low_mood",),
        "concern_other": ("low_mood",),
        "immediate_danger": ("danger",),
    }
)
_WATCHED = frozenset({"abuse_home", "domestic_abuse", "forced_marriage"})
_PRACTICAL = frozenset({"homeless", "hardship", "workplace_sexual_harassment"})
_MOST_LINES = 3
# Somebody who acknowledged a concern is told that more was written, but not of every line.
_TELL_AGAIN_AFTER = timedelta(minutes=10)
_MOST_WORDS = 8000
_WITHOUT_VOICE = frozenset({"text", "web_chat", "web", "sign_video", "email"})


class Safeguarding:
    """The card never asks anything, promises no secrecy, and never ends the chat."""

    def __init__(
        self,
        content: Content,
        languages: Languages,
        people: People,
        eligibility: Eligibility,
        organisations: Organisations,
        guide: Guide,
        duty: Duty,
        alerts: Alerts,
    ) -> None:
        self._content = content
        self._languages = languages
        self._people = people
        self._eligibility = eligibility
        self._organisations = organisations
        self._guide = guide
        self._duty = duty
        self._alerts = alerts

    async def respond(self, turn: Turn, alarm: Alarm) -> None:
        """Say the card; where the kind asks for it, bulk messages pause until the person resumes them."""
        person = self._people.begin(turn)
        await self._people.keep_new(turn)
        person.locale = person.locale or self._languages.likeliest(turn.incoming.language_code)
        country = person.country or self._guide.likely_country(turn)
        if alarm.pauses_messages:
            person.news_paused_at = person.news_paused_at or turn.now
        t = self._languages.of(turn)
        organisation = self._organisations.controller(country).id
        reads_by = await self._duty.reads_by(turn.session, organisation, turn.now)
        await self._tell_the_lead(turn, alarm, country, organisation, reads_by)
        turn.say(self.card(t, alarm, person, country, turn.now, reads_by))

    def card(
        self, t: LocaleTexts, alarm: Alarm, person: Person, country: str, now: datetime, reads_by: datetime | None
    ) -> OutgoingMessage:
        """The card for one alarm: at most 90 words, lines of that country, no promise of secrecy."""
        return messages.card(
            t,
            Card(
                opening=_opening(alarm),
                emergency=self._content.countries[country].emergency,
                lines=self._lines(person, now, country, alarm.kind),
                reads_by=reads_by,
                watched=alarm.kind in _WATCHED,
                paused=alarm.pauses_messages,
            ),
        )

    async def _tell_the_lead(
        self, turn: Turn, alarm: Alarm, country: str, organisation: str, reads_by: datetime | None
    ) -> None:
        """Keep the concern for the lead; what a person adds to an open one of its kind is written below it."""
        person, _ = turn.known()
        words = turn.incoming.text or ""
        for concern in await concerns.open_of(turn.session, person.id):
            if concern.kind == alarm.kind:
                await self._add(turn, concern, alarm, words)
                return
        concern = Concern(
            person_id=person.id,
            reference=person.reference,
            chat_id=person.chat_id,
            country=country,
            organisation=organisation,
            kind=alarm.kind,
            level=alarm.level.value,
            words=words[:_MOST_WORDS],
            state="open",
            reads_by=reads_by or self._duty.deadline(organisation, alarm.level.value, turn.now),
            created_at=turn.now,
        )
        turn.session.add(concern)
        await turn.session.flush()
        await self._alerts.raised(turn.session, concern, turn.now)

    async def _add(self, turn: Turn, concern: Concern, alarm: Alarm, words: str) -> None:
        """More of the same: written below; when it has become danger now, everything begins anew."""
        concern.words = f"{concern.words}\n{words}"[-_MOST_WORDS:]
        rises = alarm.level is Level.IMMINENT and concern.level != Level.IMMINENT
        waited = turn.now - (concern.alerted_at or concern.created_at)
        if rises:
            concern.level = alarm.level.value
            concern.state, concern.acknowledged_at, concern.acknowledged_by = "open", None, None
        if rises or (concern.state != "open" and waited >= _TELL_AGAIN_AFTER):
            await self._alerts.raised(turn.session, concern, turn.now)

    async def go_back(self, turn: Turn) -> None:
        """ "I'm OK": an open question comes back, else the menu."""
        turn.say(messages.back(self._languages.of(turn)))
        if self._guide.open_question(turn) is not None:
            await self._guide.resume(turn)

    def resume_news(self, turn: Turn) -> None:
        """Bulk messages may come again, because the person says so."""
        person, _ = turn.known()
        person.news_paused_at = None
        turn.say(messages.news_on(self._languages.of(turn)))

    def _lines(self, person: Person, now: datetime, country: str, kind: str) -> Sequence[Helpline]:
        """The few lines that fit best; at least one of them can be used without speaking, where there is one."""
        births = self._eligibility.births(person)
        age = births.ages_on(self._eligibility.today(person, now))[0] if births else None
        found: list[Helpline] = []
        for need in (*_NEEDS.get(kind, ()), "low_mood"):
            lines = self._content.helplines_for(country, need, age)
            # The emergency number heads the card already.
            found += [line for line in lines if line not in found and "danger" not in line.needs]
        shown = found[:_MOST_LINES]
        silent = next((line for line in found if _needs_no_voice(line)), None)
        if silent is not None and silent not in shown:
            shown[-1] = silent
        return shown


def _opening(alarm: Alarm) -> str:
    if alarm.kind == "immediate_danger":
        return "danger"
    if alarm.level is Level.IMMINENT:
        return "imminent" if alarm.kind.startswith(("suicide", "self_harm")) else "danger"
    return "help" if alarm.kind in _PRACTICAL else "concern"


def _needs_no_voice(line: Helpline) -> bool:
    return any(channel.kind in _WITHOUT_VOICE for channel in line.channels)
