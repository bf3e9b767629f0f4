"""Ways from one job to the next, and what is open today that leads onto each step."""

from __future__ import annotations

from bot.content.model import Content
from bot.content.schema.pathways import Pathway, Step
from bot.content.schema.services import Service
from bot.domain.slots.filling import Slots
from bot.messages import pathways as messages
from bot.messages.pathways import PathShown, StepShown
from bot.messages.texts import Html, LocaleTexts
from bot.services.eligibility.eligibility import Eligibility
from bot.services.languages import Languages
from bot.services.turns import Turn
from db.queries import finds

_MOST_A_STEP = 2


class Pathways:
    """Only those of the person's own country."""

    def __init__(self, content: Content, languages: Languages, eligibility: Eligibility) -> None:
        self._content = content
        self._languages = languages
        self._eligibility = eligibility

    async def show(self, turn: Turn, slug: str) -> bool:
        """Say one way; False when there is none by that name here."""
        person, _ = turn.known()
        path = self._content.pathways.get(slug)
        if path is None or path.country != person.country:
            return False
        t = self._languages.of(turn)
        steps = [await self._step(turn, t, path, step) for step in path.steps]
        links = dict.fromkeys(source.url for step in path.steps for source in step.source)
        checked_on = min(step.checked_on for step in path.steps)
        shown = PathShown(t.pick(path.title), t.pick(path.summary), tuple(steps), checked_on, tuple(links))
        turn.say(messages.card(t, shown))
        return True

    def show_all(self, turn: Turn) -> None:
        """Say which ways there are."""
        self._choose(turn, self._content.pathways_in(turn.known()[0].country or ""))

    async def find(self, turn: Turn, slots: Slots) -> bool:
        """The way that was named by a job or a kind of work; False when there is none, and who knows it was said."""
        paths = self._content.pathways_in(turn.known()[0].country or "")
        alike = tuple(path for path in paths if path.sector in slots.sectors)
        named = tuple(path for path in paths if any(role in step.roles for role in slots.roles for step in path.steps))
        found = named if slots.roles else alike
        if len(found) == 1:
            await self.show(turn, found[0].id)
        elif found or not (slots.roles or slots.sectors):
            self._choose(turn, found or paths)
        else:
            turn.say(messages.unknown(self._languages.of(turn), self._titles(turn, alike), self._advice(turn)))
            return False
        return True

    def _choose(self, turn: Turn, paths: tuple[Pathway, ...]) -> None:
        turn.say(messages.choose(self._languages.of(turn), self._titles(turn, paths), self._advice(turn)))

    def _titles(self, turn: Turn, paths: tuple[Pathway, ...]) -> list[tuple[str, Html]]:
        t = self._languages.of(turn)
        return [(path.id, t.pick(path.title)) for path in paths]

    def _advice(self, turn: Turn) -> Service:
        card = self._content.countries[turn.known()[0].country or ""]
        return self._content.services[card.careers_advice]

    async def _step(self, turn: Turn, t: LocaleTexts, path: Pathway, step: Step) -> StepShown:
        today = self._eligibility.today(turn.known()[0], turn.now)
        rows = await finds.of_roles(turn.session, f"all:{path.country}", step.roles, today, _MOST_A_STEP)
        open_now = tuple((row.slug, Html(t.written(row.title))) for row in rows)
        return StepShown(t.pick(step.title), t.pick(step.what), t.pick(step.needs), open_now)
