"""The demo's invented staff, and how their one-time links follow from a secret that the demo gives its bot."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from bot.domain.access import Role


@dataclass(frozen=True, slots=True)
class DemoMember:
    """Somebody invented."""

    email: str
    name: str
    country: str
    organisation: str
    roles: frozenset[Role]


def _team(country: str, organisation: str, mark: str, *names: str) -> tuple[DemoMember, ...]:
    admin, first, second, coordinator, lead = names
    posts = (
        ("admin", admin, {Role.ADMIN}),
        ("adviser1", first, {Role.ADVISER}),
        # Whoever approves a broadcast must be another coordinator than its writer.
        ("adviser2", second, {Role.ADVISER, Role.COORDINATOR}),
        ("coordinator", coordinator, {Role.COORDINATOR}),
        ("lead", lead, {Role.SAFEGUARDING_LEAD}),
    )
    return tuple(
        DemoMember(f"{post}.{country}@example.org", f"{name} ({mark})", country, organisation, frozenset(roles))
        for post, name, roles in posts
    )


DEMO_STAFF: tuple[DemoMember, ...] = (
    *_team("uk", "thamesway_advice", "example", "Alex Moreno", "Bea Carter", "Dev Shah", "Carol Mensah", "Lena Brook"),
    *_team("se", "vagvisaren", "exempel", "Anna Lind", "Bo Ek", "Disa Nyberg", "Clara Holm", "Leif Sand"),
)


def demo_token(secret: str, email: str) -> str:
    """The token of somebody's one-time link; whoever does not know the secret cannot guess it."""
    return hmac.new(secret.encode(), email.encode(), hashlib.sha256).hexdigest()[:32]
