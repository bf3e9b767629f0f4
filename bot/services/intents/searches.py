"""Intents that ask what there is: kinds of opportunity, the list, programmes, and what was said yes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.events import COMING
from bot.domain.slots.filling import Slots
from bot.domain.subjects import subjects_in
from bot.messages import intents as messages
from bot.messages.taps import Tap
from bot.messages.texts import Html
from bot.services.eligibility.guide import Guide
from bot.services.intents.acts import Act, always
from bot.services.intents.facts import Facts
from bot.services.languages import Languages
from bot.services.opportunities.opportunities import Opportunities
from bot.services.turns import Turn
from db.queries import bookings
from db.queries import opportunities as interests

_KINDS: Mapping[str, frozenset[str]] = {
    "find_vacancy": frozenset({"vacancy", "apprenticeship"}),
    "find_course": frozenset({"course", "pre_employment"}),
    "find_placement": frozenset({"placement", "volunteering", "pre_employment"}),
    "find_apprenticeship": frozenset({"apprenticeship"}),
    "find_event": frozenset({"event"}),
}
_COURSE = "course"
_TAPS: Mapping[str, Tap] = {"p": Tap.PROGRAMME}


class Searches:
    """Shows what fits, in the sector and place that were named."""

    def __init__(self, languages: Languages, opportunities: Opportunities, guide: Guide, facts: Facts) -> None:
        self._languages = languages
        self._opportunities = opportunities
        self._guide = guide
        self._facts = facts

    def acts(self) -> Mapping[str, Act]:
        """Kinds of opportunity, the list and programmes."""
        acts = {intent: self._kinds(kinds) for intent, kinds in _KINDS.items()} | {
            "explore_options": Act(self._explore),
            "give_area": Act(self._area),
            "out_of_area": always(self._elsewhere),
            "age_out_of_range": always(self._any_age, for_strangers=True),
            "eligibility_check": always(self._guide.check),
            "explain_programme": Act(self._programme, for_strangers=True),
        }
        return {intent: replace(act, in_a_country=True) for intent, act in acts.items()}

    def _kinds(self, kinds: frozenset[str]) -> Act:
        async def show(turn: Turn, slots: Slots) -> None:
            subjects = subjects_in(turn.incoming.text or "") if _COURSE in kinds else frozenset()
            wanted = replace(self._facts.wanted(turn, slots), kinds=kinds, subjects=subjects)
            await self._opportunities.show_kinds(turn, wanted)

        return Act(show, for_strangers=True)

    async def _explore(self, turn: Turn, slots: Slots) -> None:
        """Who does not know what they want is shown what there is at once; whoever likes something, that first."""
        wanted = self._facts.wanted(turn, slots)
        if not (wanted.sectors or wanted.roles):
            if self._guide.open_question(turn) is None:
                await self._guide.show_list(turn)
                return
            turn.say(messages.plain(self._languages.of(turn), "explore"))
        await self._opportunities.show_kinds(turn, wanted)

    async def show_yes_list(self, turn: Turn) -> None:
        """Everything they said yes to here, opportunities, programmes and events."""
        person, _ = turn.known()
        saved: list[tuple[Tap, str, Html]] = []
        for row in await interests.interests_of(turn.session, person.id) if person.id else ():
            title = await self._opportunities.title(turn, row.about, row.slug)
            saved.append((_TAPS.get(row.about, Tap.OPPORTUNITY), row.slug, title or Html(row.slug)))
        t = self._languages.of(turn)
        for _, dated in await bookings.ahead_of(turn.session, person.id, COMING, turn.now) if person.id else ():
            saved.append((Tap.EVENT, dated.event.slug, t.written(dated.event.title)))
        turn.say(messages.yes_list(t, "application_status", saved))

    async def _area(self, turn: Turn, slots: Slots) -> None:
        """Who lives somewhere else by now says so like this, too."""
        if self._facts.change(turn, slots):
            self._opportunities.say_known(turn)
        await self._guide.show_list(turn)

    async def _programme(self, turn: Turn, slots: Slots) -> None:
        if not slots.programmes or not self._guide.show_programme(turn, slots.programmes[0]):
            await self._guide.show_programmes(turn)

    async def _elsewhere(self, turn: Turn) -> None:
        """What is known of here; who lives there already, or just said so, is shown what works for them."""
        person, _ = turn.known()
        t = self._languages.of(turn)
        if self._opportunities.is_outside(turn):
            turn.say(messages.outside(t, person.country or ""))
            self._opportunities.show_services(turn)
        else:
            turn.say(messages.reply(t, "out_of_area", city=t.plain(f"finding.city.{person.country}")))
            await self._guide.change(turn, "area")

    async def _any_age(self, turn: Turn) -> None:
        turn.say(messages.reply(self._languages.of(turn), "age_out_of_range"))
        self._opportunities.show_services(turn)
