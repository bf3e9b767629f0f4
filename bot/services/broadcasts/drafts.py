"""Whether a draft may be kept: every fault at once, each with the field it is in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content.lint.markup import markup_faults
from bot.content.model import Content
from bot.domain.audiences import Audience, BadAudience
from bot.domain.broadcasts import (
    LARGEST_IMAGE,
    LONGEST_BUTTON,
    LONGEST_LIFE,
    LONGEST_NAME,
    MOST_BUTTONS,
    MOST_SPREAD,
    About,
    Fault,
    Skipped,
    is_allowed_link,
    links_in,
    unknown_fields,
)
from bot.domain.news import NewsTopic
from bot.messages import broadcasts as messages
from bot.messages.outgoing import MAX_CAPTION, MAX_TEXT
from bot.services.broadcasts.subjects import Subject, Subjects
from bot.services.languages import Languages
from db.models import Broadcast

_IMAGES = ("image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture above the text; `kept_as` is its row when it was kept before."""

    name: str
    mime: str
    content: bytes
    kept_as: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A broadcast as staff write it; `texts` and button texts are maps of locale to words."""

    name: str
    topic: str
    texts: dict[str, str]
    audience: dict[str, Any]
    expires_at: datetime
    buttons: tuple[dict[str, Any], ...] = ()
    about: About | None = None
    about_id: int | None = None
    starts_at: datetime | None = None
    spread_minutes: int = 0
    check_by: date | None = None
    image: Image | None = None


def as_draft(row: Broadcast) -> Draft:
    """A broadcast as it was written, without its picture."""
    return Draft(
        row.name,
        row.topic,
        dict(row.texts),
        dict(row.audience),
        row.expires_at,
        buttons=tuple(row.buttons),
        about=About(row.about) if row.about else None,
        about_id=row.about_id,
        starts_at=row.starts_at,
        spread_minutes=row.spread_minutes,
        check_by=row.check_by,
    )


class BroadcastDrafts:
    """Checks a draft against what Telegram takes, what we allow, and what there is."""

    def __init__(
        self, content: Content, languages: Languages, subjects: Subjects, link_domains: Collection[str]
    ) -> None:
        self._content = content
        self._languages = languages
        self._subjects = subjects
        self._domains = tuple(domain.lower() for domain in link_domains)

    async def faults(self, session: AsyncSession, draft: Draft, organisation: str, now: datetime) -> list[Fault]:
        """Everything that is wrong but whether anybody is in the audience, which is counted."""
        subject = await self._subjects.named(session, draft.about, draft.about_id, organisation)
        found = [*self._of_the_head(draft), *self._of_the_times(draft, now), *self._of_the_audience(draft, subject)]
        why_not = Skipped.CLOSED if subject is None else subject.why_not(now)
        if subject is None or why_not is not None:
            return [*found, Fault("about", str(why_not))]
        if subject.topic not in (None, draft.topic):
            found.append(Fault("topic", "other"))
        return [*found, *self._of_the_texts(draft, subject), *self._of_the_buttons(draft), *self._of_the_image(draft)]

    def _of_the_head(self, draft: Draft) -> Iterator[Fault]:
        if not draft.name.strip():
            yield Fault("name", "empty")
        if len(draft.name) > LONGEST_NAME:
            yield Fault("name", "too_long", str(LONGEST_NAME))
        if draft.topic not in set(NewsTopic):
            yield Fault("topic", "unknown")

    def _of_the_times(self, draft: Draft, now: datetime) -> Iterator[Fault]:
        start = draft.starts_at or now
        if start < now:
            yield Fault("starts_at", "past")
        if not 0 <= draft.spread_minutes <= MOST_SPREAD.total_seconds() / 60:
            yield Fault("spread_minutes", "too_long")
        if draft.expires_at <= max(start, now):
            yield Fault("expires_at", "before_start")
        if draft.expires_at - max(start, now) > LONGEST_LIFE:
            yield Fault("expires_at", "too_late", str(LONGEST_LIFE.days))
        if draft.check_by is not None and draft.check_by < start.date():
            yield Fault("check_by", "past")

    def _of_the_audience(self, draft: Draft, subject: Subject | None) -> Iterator[Fault]:
        try:
            asked = Audience.from_json(draft.audience)
        except BadAudience as bad:
            yield Fault(f"audience.{bad.field}", "unreadable")
            return
        if asked.country not in self._content.countries:
            yield Fault("audience.country", "unknown")
        elif subject is not None and self._subjects.country_of(subject) not in (None, asked.country):
            yield Fault("audience.country", "another_country")
        known = {place for place in self._content.places.places if self._is_in(place, asked.country)}
        yield from (Fault("audience.councils", "unknown", one) for one in asked.councils if one not in known)

    def _is_in(self, place: str, country: str) -> bool:
        return self._content.places.places[place].country.value == country

    def _of_the_texts(self, draft: Draft, subject: Subject) -> Iterator[Fault]:
        country = self._content.countries.get(str(draft.audience.get("country")))
        if country is not None and not draft.texts.get(country.default_locale, "").strip():
            yield Fault(f"texts.{country.default_locale}", "empty")
        for code, text in draft.texts.items():
            field = f"texts.{code}"
            if not self._languages.is_offered(code):
                yield Fault(field, "unknown")
                continue
            yield from (Fault(field, "unknown_field", name) for name in unknown_fields(text, draft.about))
            yield from (Fault(field, "markup", fault) for fault in markup_faults(text))
            yield from (Fault(field, "link", url) for url in links_in(text) if not self._may_link(url))
            if not unknown_fields(text, draft.about):
                yield from self._of_the_length(draft, subject, code, text)

    def _of_the_length(self, draft: Draft, subject: Subject, code: str, text: str) -> Iterator[Fault]:
        t = self._languages.named(code)
        written = messages.broadcast(t, 0, text, subject.fields(t), ()).text
        most = MAX_TEXT if draft.image is None else MAX_CAPTION
        # Telegram counts in UTF-16, in which a smiley is two.
        length = len(written.encode("utf-16-le")) // 2
        if length > most:
            yield Fault(f"texts.{code}", "too_long", str(length - most))

    def _of_the_buttons(self, draft: Draft) -> Iterator[Fault]:
        if len(draft.buttons) > MOST_BUTTONS:
            yield Fault("buttons", "too_many", str(MOST_BUTTONS))
        for number, button in enumerate(draft.buttons):
            words, url = button.get("text") or {}, str(button.get("url") or "")
            if not self._may_link(url):
                yield Fault(f"buttons.{number}.url", "link", url)
            for code in draft.texts:
                if not str(words.get(code) or "").strip():
                    yield Fault(f"buttons.{number}.text.{code}", "empty")
                elif len(words[code]) > LONGEST_BUTTON:
                    yield Fault(f"buttons.{number}.text.{code}", "too_long", str(LONGEST_BUTTON))

    def _of_the_image(self, draft: Draft) -> Iterator[Fault]:
        if draft.image is None:
            return
        if len(draft.image.content) > LARGEST_IMAGE:
            yield Fault("image", "too_large", str(LARGEST_IMAGE // 1024 // 1024))
        if draft.image.mime not in _IMAGES:
            yield Fault("image", "kind")

    def _may_link(self, url: str) -> bool:
        return is_allowed_link(url, self._domains)
