"""Pathways: how one job leads to the next, step by step, with what each step needs and where that was read."""

from __future__ import annotations

from pydantic import Field

from bot.content.schema.base import Checked, CountryCode, Item, Localised, Slug


class Step(Checked):
    """One job on the way: what it is, what it needs, and by which roles open opportunities are known to lead to it."""

    id: Slug
    title: Localised
    what: Localised
    needs: Localised
    roles: tuple[Slug, ...] = Field(min_length=1)


class Pathway(Item):
    """A way of two steps or more within a sector of one country, the step anybody can begin with first.

    Example: see pathways/ward_to_nurse.yaml
    """

    id: Slug
    country: CountryCode
    sector: Slug
    order: int = Field(default=100, ge=0)
    title: Localised
    summary: Localised
    steps: tuple[Step, ...] = Field(min_length=2, max_length=5)
