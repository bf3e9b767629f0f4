"""Feeds that are fetched by themselves: whose they are, where they are, how often, and how long their word holds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.content.schema.base import CountryCode, Item, Slug, Url

Format = Literal["ncs-csv", "nhs-jobs-xml", "dfe-adverts-json", "schema-org", "icalendar", "way-in-csv"]


class FeedSource(Item):
    """One feed, one file in `feeds/`. Only hosts of `WAYIN_FEED_HOSTS` are asked, whatever stands here.

    Example: see feeds/example_college.yaml
    """

    id: Slug
    country: CountryCode
    format: Format
    url: Url
    organisation: str | None = Field(default=None, max_length=120)
    every_hours: int = Field(default=24, ge=1, le=168)
    fresh_days: int | None = Field(default=None, ge=1, le=180)
    paused: bool = False
