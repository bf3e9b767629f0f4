"""Which organisation runs the service in each country, as the settings say."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.model import Content
from bot.errors import SettingsError
from bot.settings import Settings

_SAMPLE_CONTROLLERS = {"uk": "thamesway_advice", "se": "vagvisaren"}


def controllers_of(settings: Settings, content: Content) -> Mapping[str, str]:
    """The organisation that runs the service in each country; the demo has sample ones."""
    named: dict[str, str] = dict(zip(settings.countries, settings.controllers, strict=False))
    if settings.demo:
        named = {**_SAMPLE_CONTROLLERS, **named}
    known = {**content.organisations, **(content.sample.organisations if settings.demo else {})}
    missing = [country for country in settings.countries if named.get(country) not in known]
    if missing:
        raise SettingsError(
            ("WAYIN_CONTROLLERS: name the organisation that runs the service in each country, in the same order",)
        )
    return named
