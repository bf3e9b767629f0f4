"""The one written table of the console's routes: which right each takes. What has no row here cannot be registered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.access import Act

FORM_BYTES = 64 * 1024
UPLOAD_BYTES = 11 * 1024 * 1024
# Far more than a photo may have: what is too large is said at its field, beside all that was written.
PHOTO_BYTES = 40 * 1024 * 1024
_POSTER_FILES = ("qr.svg", "qr.png", "card")
_BROADCAST_ACTS = ("test", "submit", "approve", "pause", "resume", "cancel")
_CASE_ACTS = ("release", "park", "plan", "reopen", "check", "typing")


class Entrance(StrEnum):
    """Routes for whoever is not, or not yet, all the way in."""

    ANYBODY = "anybody"
    AT_CODE = "at_code"
    AT_SECOND_FACTOR = "at_second_factor"
    ANY_STAGE = "any_stage"


@dataclass(frozen=True, slots=True)
class Row:
    """A route and its right. `of` names what the path's `{of}` stands for: it is looked up and judged before any view.

    `takes` is the largest body in bytes. A `demo` route exists only where sample data is.
    """

    method: str
    path: str
    needs: Act | Entrance
    of: str | None = None
    takes: int = FORM_BYTES
    demo: bool = False


def _both(path: str, needs: Act | Entrance, of: str | None = None) -> tuple[Row, Row]:
    """A page and the form on it."""
    return Row("GET", path, needs, of), Row("POST", path, needs, of)


ROWS: tuple[Row, ...] = (
    Row("GET", "/console/static/{name}", Entrance.ANYBODY),
    *_both("/console/sign-in", Entrance.ANYBODY),
    *_both("/console/join/{token}", Entrance.ANYBODY),
    Row("GET", "/console/demo/{token}", Entrance.ANYBODY, demo=True),
    *_both("/console/sign-in/code", Entrance.AT_CODE),
    *_both("/console/me/second-factor", Entrance.AT_SECOND_FACTOR),
    Row("POST", "/console/sign-out", Entrance.ANY_STAGE),
    Row("GET", "/console", Act.USE_CONSOLE),
    Row("GET", "/console/me", Act.USE_CONSOLE),
    *_both("/console/me/password", Act.USE_CONSOLE),
    *_both("/console/me/second-factor/off", Act.USE_CONSOLE),
    *_both("/console/me/language", Act.USE_CONSOLE),
    *_both("/console/me/away", Act.USE_CONSOLE),
    *_both("/console/me/telegram", Act.USE_CONSOLE),
    Row("POST", "/console/me/telegram/off", Act.USE_CONSOLE),
    Row("POST", "/console/me/sign-out-everywhere", Act.USE_CONSOLE),
    Row("GET", "/console/safeguarding", Act.SEE_CONCERNS),
    Row("GET", "/console/safeguarding/{concern}", Act.SEE_CONCERNS, of="concern"),
    Row("POST", "/console/safeguarding/{concern}/acknowledge", Act.WORK_CONCERNS, of="concern"),
    Row("POST", "/console/safeguarding/{concern}/note", Act.WORK_CONCERNS, of="concern"),
    *_both("/console/safeguarding/{concern}/close", Act.WORK_CONCERNS, of="concern"),
    Row("POST", "/console/safeguarding/{concern}/news", Act.WORK_CONCERNS, of="concern"),
    *_both("/console/duty", Act.PLAN_DUTY),
    Row("POST", "/console/duty/{shift}/remove", Act.PLAN_DUTY, of="shift"),
    Row("GET", "/console/queue", Act.SEE_QUEUE),
    Row("GET", "/console/cases", Act.WORK_CASE),
    Row("POST", "/console/cases/send", Act.WORK_CASE),
    Row("GET", "/console/cases/{case}", Act.SEE_CASE, of="case"),
    Row("GET", "/console/cases/{case}/stream", Act.SEE_CASE, of="case"),
    # Whoever comes second must be told who was first, so a claim reaches as far as the queue does.
    Row("POST", "/console/cases/{case}/claim", Act.SEE_QUEUE, of="case"),
    *(Row("POST", f"/console/cases/{{case}}/{act}", Act.WORK_CASE, of="case") for act in _CASE_ACTS),
    *_both("/console/cases/{case}/transfer", Act.WORK_CASE, of="case"),
    *_both("/console/cases/{case}/close", Act.WORK_CASE, of="case"),
    *_both("/console/cases/{case}/suggest", Act.WORK_CASE, of="case"),
    *_both("/console/cases/{case}/give", Act.SHARE_OUT_CASES, of="case"),
    Row("POST", "/console/cases/{case}/messages", Act.WORK_CASE, of="case", takes=UPLOAD_BYTES),
    Row("POST", "/console/cases/{case}/notes", Act.SEE_CASE, of="case"),
    *_both("/console/cases/{case}/entries/{entry}/edit", Act.WORK_CASE, of="case"),
    Row("POST", "/console/cases/{case}/entries/{entry}/delete", Act.WORK_CASE, of="case"),
    Row("GET", "/console/cases/{case}/entries/{entry}/file", Act.SEE_CASE, of="case"),
    Row("GET", "/console/events", Act.RUN_EVENTS),
    *_both("/console/events/new", Act.RUN_EVENTS),
    Row("GET", "/console/events/{event}", Act.RUN_EVENTS, of="event"),
    *_both("/console/events/{event}/edit", Act.RUN_EVENTS, of="event"),
    *_both("/console/events/{event}/times", Act.RUN_EVENTS, of="event"),
    *_both("/console/events/{event}/close", Act.RUN_EVENTS, of="event"),
    *_both("/console/events/{event}/posters", Act.RUN_EVENTS, of="event"),
    Row("POST", "/console/events/{event}/posters/remove", Act.RUN_EVENTS, of="event"),
    *(Row("GET", f"/console/events/{{event}}/{file}", Act.RUN_EVENTS, of="event") for file in _POSTER_FILES),
    Row("GET", "/console/dates/{date}", Act.RUN_EVENTS, of="date"),
    *_both("/console/dates/{date}/move", Act.RUN_EVENTS, of="date"),
    *_both("/console/dates/{date}/call-off", Act.RUN_EVENTS, of="date"),
    Row("POST", "/console/dates/{date}/employers", Act.RUN_EVENTS, of="date"),
    Row("POST", "/console/dates/{date}/check-in", Act.RUN_EVENTS, of="date"),
    Row("POST", "/console/needs/{need}", Act.RUN_EVENTS, of="need"),
    Row("POST", "/console/cases/{case}/journeys/{journey}", Act.WORK_CASE, of="case"),
    Row("GET", "/console/journeys", Act.WORK_JOURNEYS),
    Row("POST", "/console/journeys/holds/{hold}/confirm", Act.WORK_JOURNEYS, of="hold"),
    Row("POST", "/console/journeys/holds/{hold}/refuse", Act.WORK_JOURNEYS, of="hold"),
    Row("POST", "/console/journeys/referrals/{referral}/again", Act.WORK_JOURNEYS, of="referral"),
    Row("GET", "/console/broadcasts", Act.SEND_BROADCASTS),
    Row("GET", "/console/broadcasts/told", Act.SEND_BROADCASTS),
    Row("GET", "/console/broadcasts/new", Act.SEND_BROADCASTS),
    Row("POST", "/console/broadcasts/new", Act.SEND_BROADCASTS, takes=PHOTO_BYTES),
    Row("GET", "/console/broadcasts/{broadcast}", Act.SEND_BROADCASTS, of="broadcast"),
    Row("GET", "/console/broadcasts/{broadcast}/photo", Act.SEND_BROADCASTS, of="broadcast"),
    Row("GET", "/console/broadcasts/{broadcast}/edit", Act.SEND_BROADCASTS, of="broadcast"),
    Row("POST", "/console/broadcasts/{broadcast}/edit", Act.SEND_BROADCASTS, of="broadcast", takes=PHOTO_BYTES),
    Row("GET", "/console/broadcasts/{broadcast}/cancel", Act.SEND_BROADCASTS, of="broadcast"),
    *(
        Row("POST", f"/console/broadcasts/{{broadcast}}/{act}", Act.SEND_BROADCASTS, of="broadcast")
        for act in _BROADCAST_ACTS
    ),
    Row("GET", "/console/catalogue", Act.KEEP_CATALOGUE),
    Row("POST", "/console/catalogue", Act.KEEP_CATALOGUE, takes=UPLOAD_BYTES),
    Row("GET", "/console/catalogue/files/{upload}", Act.KEEP_CATALOGUE, of="upload"),
    Row("POST", "/console/catalogue/files/{upload}/bring-in", Act.KEEP_CATALOGUE, of="upload"),
    Row("POST", "/console/catalogue/checks/{check}/right", Act.KEEP_CATALOGUE, of="check"),
    Row("POST", "/console/catalogue/checks/{check}/close", Act.KEEP_CATALOGUE, of="check"),
    Row("POST", "/console/catalogue/events/{event_check}/right", Act.KEEP_CATALOGUE, of="event_check"),
    Row("GET", "/console/catalogue/opportunities", Act.KEEP_CATALOGUE),
    *_both("/console/catalogue/opportunities/new", Act.KEEP_CATALOGUE),
    Row("GET", "/console/catalogue/opportunities/{opportunity}", Act.KEEP_CATALOGUE, of="opportunity"),
    *_both("/console/catalogue/opportunities/{opportunity}/edit", Act.KEEP_CATALOGUE, of="opportunity"),
    Row("POST", "/console/catalogue/opportunities/{opportunity}/state", Act.KEEP_CATALOGUE, of="opportunity"),
    Row("GET", "/console/staff", Act.MANAGE_STAFF),
    *_both("/console/staff/invite", Act.MANAGE_STAFF),
    *_both("/console/staff/{staff}", Act.MANAGE_STAFF, of="staff"),
    *_both("/console/staff/{staff}/disable", Act.MANAGE_STAFF, of="staff"),
    Row("POST", "/console/staff/{staff}/enable", Act.MANAGE_STAFF, of="staff"),
    *_both("/console/staff/{staff}/reset", Act.MANAGE_STAFF, of="staff"),
    Row("POST", "/console/staff/{staff}/sign-out", Act.MANAGE_STAFF, of="staff"),
    Row("GET", "/console/audit", Act.READ_AUDIT),
)


@dataclass(frozen=True, slots=True)
class Room:
    """A place in the navigation: its text, its address, who sees it, its picture; and what else lies in it."""

    name: str
    path: str
    needs: Act
    also: tuple[str, ...] = ()


ROOMS: tuple[Room, ...] = (
    Room("home", "/console", Act.USE_CONSOLE),
    Room("safeguarding", "/console/safeguarding", Act.SEE_CONCERNS),
    Room("duty", "/console/duty", Act.PLAN_DUTY),
    Room("cases", "/console/cases", Act.WORK_CASE),
    Room("queue", "/console/queue", Act.SEE_QUEUE),
    Room("events", "/console/events", Act.RUN_EVENTS, also=("/console/dates", "/console/needs")),
    Room("journeys", "/console/journeys", Act.WORK_JOURNEYS),
    Room("broadcasts", "/console/broadcasts", Act.SEND_BROADCASTS),
    Room("catalogue", "/console/catalogue", Act.KEEP_CATALOGUE),
    Room("staff", "/console/staff", Act.MANAGE_STAFF),
    Room("audit", "/console/audit", Act.READ_AUDIT),
    Room("me", "/console/me", Act.USE_CONSOLE),
)
"""The navigation, in its order; `console.rooms.<name>` says what it is called, `parts/icons.html` has its picture."""
