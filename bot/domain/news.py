"""What people may want news about; each topic is asked once, by itself, and can be turned off by itself."""

from __future__ import annotations

from enum import StrEnum


class NewsTopic(StrEnum):
    """A kind of news; people opt in to each."""

    EVENTS = "events"
    VACANCIES = "vacancies"
    COURSES = "courses"
    PROGRAMMES = "programmes"


QUESTION_VERSION = 1
"""Goes up when the words of the question change what people agree to."""

TOPIC_OF_KIND = {
    "vacancy": NewsTopic.VACANCIES,
    "apprenticeship": NewsTopic.VACANCIES,
    "placement": NewsTopic.VACANCIES,
    "volunteering": NewsTopic.VACANCIES,
    "course": NewsTopic.COURSES,
    "pre_employment": NewsTopic.COURSES,
    "mentoring": NewsTopic.PROGRAMMES,
}
"""What somebody may want more of who said yes to one of a kind."""
