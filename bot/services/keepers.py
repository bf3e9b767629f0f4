"""Who looks after what is offered: whoever offers it where they have a coordinator here, else who runs the service."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.organisations import Organisations
from db.queries import staff
from db.queries.catalogue import Keeper


class Keepers:
    """An organisation that nobody here works for could not look at anything."""

    def __init__(self, organisations: Organisations) -> None:
        self._organisations = organisations

    async def of(self, session: AsyncSession, organiser: str | None, country: str) -> str:
        """The organisation that looks after something."""
        keeping = await staff.keeping(session)
        return organiser if organiser in keeping else self._organisations.controller(country).id

    async def theirs(self, session: AsyncSession, organisation: str) -> Keeper:
        """Everything an organisation looks after, as lists are narrowed to it."""
        country = self._organisations.get(organisation).country
        is_controller = self._organisations.controller(country).id == organisation
        others = sorted(await staff.keeping(session) - {organisation}) if is_controller else []
        return Keeper(country, None if is_controller else organisation, others)
