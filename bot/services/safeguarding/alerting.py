"""Who is called about a concern, and how they are reached, together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.model import Content
from bot.services.languages import Languages
from bot.services.mail import Mail
from bot.services.organisations import Organisations
from bot.services.safeguarding.alerts import Alerts
from bot.services.safeguarding.duty import Duty


@dataclass(frozen=True, slots=True)
class Alerting:
    """The mail, the rota and the alerts that use both."""

    mail: Mail
    duty: Duty
    alerts: Alerts

    @classmethod
    def build(
        cls, content: Content, languages: Languages, organisations: Organisations, console_url: str, *, has_mail: bool
    ) -> Alerting:
        """Put together from what the composition root has."""
        mail, duty = Mail(is_set_up=has_mail), Duty(content, organisations)
        return cls(mail, duty, Alerts(content, languages, organisations, duty, mail, console_url))
