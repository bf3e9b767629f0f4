"""My steps: a dated list of what somebody did, for them to show; they choose the lines, and it is sent to nobody."""

from __future__ import annotations

from datetime import datetime

from bot.domain.events import Standing
from bot.domain.journeys import Said, Stage
from bot.messages import steps as messages
from bot.messages.steps import Line
from bot.services.eligibility.eligibility import Eligibility
from bot.services.journeys.step_pages import StepPages
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.queries import bookings
from db.queries import journeys as queries

_MOST = 20
_DRAFT = "steps_without"
# What somebody did themselves; that an organisation said no is nobody's step.
_OWN = frozenset({Stage.INTERESTED, Stage.REFERRED, Stage.INTERVIEW, Stage.OFFERED, Stage.STARTED, Stage.FINISHED})


class Steps:
    """Read anew each time; only which lines are left out is remembered, until the next thing is done."""

    def __init__(self, languages: Languages, eligibility: Eligibility, pages: StepPages) -> None:
        self._languages = languages
        self._eligibility = eligibility
        self._pages = pages

    async def show(self, turn: Turn) -> None:
        """Everything, each line with a button to leave it out."""
        _, conversation = turn.known()
        conversation.draft = {**conversation.draft, _DRAFT: []}
        conversation.revision += 1
        turn.say(messages.choose(self._languages.of(turn), await self._lines(turn), [], conversation.revision))

    async def toggle(self, turn: Turn, number: int, revision: int) -> bool:
        """Leave a line out or put it back; False for an old button."""
        _, conversation = turn.known()
        without = conversation.draft.get(_DRAFT)
        if without is None or conversation.revision != revision:
            return False
        without = sorted(set(without) ^ {number})
        conversation.draft = {**conversation.draft, _DRAFT: without}
        conversation.revision += 1
        lines = await self._lines(turn)
        turn.edit_tapped(messages.choose(self._languages.of(turn), lines, without, conversation.revision))
        return True

    async def write(self, turn: Turn, revision: int) -> bool:
        """The lines that were left in, as text to copy; False for an old button."""
        lines = await self._left_in(turn, revision)
        if lines is None:
            return False
        turn.say(messages.written(self._languages.of(turn), lines))
        return True

    async def put_on_a_page(self, turn: Turn, revision: int) -> bool:
        """The lines that were left in, as a page to show; False for an old button."""
        lines = await self._left_in(turn, revision)
        if lines is None:
            return False
        t = self._languages.of(turn)
        url, until = await self._pages.make(turn, messages.plain_lines(t, lines))
        turn.say(messages.page(t, url, until))
        return True

    async def take_page_away(self, turn: Turn) -> None:
        """Nobody can read the page any more, whether there was one or not."""
        await self._pages.take_away(turn)
        turn.say(messages.page_away(self._languages.of(turn)))

    async def _left_in(self, turn: Turn, revision: int) -> list[Line] | None:
        """What was chosen, which is remembered no longer; None for an old button."""
        _, conversation = turn.known()
        without = conversation.draft.get(_DRAFT)
        if without is None or conversation.revision != revision:
            return None
        conversation.draft = {name: value for name, value in conversation.draft.items() if name != _DRAFT}
        return [line for number, line in enumerate(await self._lines(turn)) if number not in without]

    async def _lines(self, turn: Turn) -> list[Line]:
        """Newest last; as many as one message can show."""
        person, _ = turn.known()
        t, found = self._languages.of(turn), list[tuple[datetime, Line]]()
        zone = self._eligibility.zone(person)
        for step, _, row in await queries.steps_of(turn.session, person.id) if person.id else ():
            if step.stage in _OWN:
                title = t.written(row.title) if row is not None else t("journeys.own_title")
                name = row.organisation if row is not None else None
                day = step.at.astimezone(zone).date()
                line = Line(day, f"steps.did.{step.stage}", title, name, Said(step.said_by) is not Said.PERSON)
                found.append((step.at, line))
        for booking, dated in await bookings.all_of(turn.session, person.id) if person.id else ():
            if booking.state == Standing.CAME:
                day = dated.starts_at.astimezone(zone).date()
                line = Line(day, "steps.did.came", t.written(dated.event.title), dated.event.organisation)
                found.append((dated.starts_at, line))
        return [line for _, line in sorted(found, key=lambda one: one[0])][-_MOST:]
