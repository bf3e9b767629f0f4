"""Somebody who goes, or has no time now."""

from __future__ import annotations

from bot.domain.places import fold

_EN = """
bye | byee | goodbye | bye bye | see ya | cya | later | laters | not now | not right now | maybe later | brb | gtg | g2g
| gotta go | i gotta go | talk later | ttyl | busy | im busy | busy rn | in a bit | tomorrow"""
_SV = """
hejdå | hej då | hejdo | senare | inte nu | inte just nu | vi hörs | hörs | vi ses | ses | kanske senare | måste gå
| jag måste gå | har inte tid | jag har inte tid | upptagen | sen | i morgon | imorgon"""
_LATER = frozenset(fold(words) for words in f"{_EN}|{_SV}".split("|"))


def says_later(text: str) -> bool:
    """Whether a message says no more than that it is enough for now."""
    return fold(text) in _LATER
