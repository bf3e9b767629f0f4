"""What Telegram does to a text on its way: cleans it, trims it, finds links and commands in it."""

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting import parse_html, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100

_CONTROL = {code: " " for code in range(32) if code not in (9, 10, 13)} | {9: " ", 13: None}
_CONTROL |= dict.fromkeys(range(0x2028, 0x202F))
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e]")
_MAYBE = re.compile(r"[/@#.]")
_FOUND = re.compile(
    r"(?P<url>\b(?:https?|tg)://[^\s<>\"]+[^\s<>\".,;:!?)\]]"
    r"|(?<![@\w.])(?:[a-zA-Z0-9-]+\.)+(?:com|org|net|uk|se|eu|io|me|gov|info|london)(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]])?(?![\w@]))"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}\b)"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
)


def has_surrogate(text: str) -> bool:
    """A lone half of a surrogate pair: no such text exists in UTF-8."""
    return not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)


def detect(text: str) -> list[dict[str, Any]]:
    """Links, addresses, commands, mentions and hashtags that Telegram finds by itself."""
    if _MAYBE.search(text) is None:
        return []
    return [
        {
            "type": found.lastgroup,
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found[0]),
        }
        for found in _FOUND.finditer(text)
    ]


def formatted(
    source: str, parse_mode: str | None, entities: list[dict[str, Any]] | None
) -> tuple[str, list[dict[str, Any]]]:
    """The text as it is shown, with explicit and detected entities, both in order."""
    if has_surrogate(source):
        raise bad_request("strings must be encoded in UTF-8")
    if _UNCLEAN.search(source):
        source = source.translate(_CONTROL)
    text, marked = source, entities or []
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        text, marked = parse_html(source)
    text, marked = trimmed(text, marked)
    if len(marked) > ENTITY_LIMIT:
        marked = marked[:ENTITY_LIMIT]
    detected = [entity for entity in detect(text) if not any(_overlap(entity, other) for other in marked)]
    if not detected:
        return text, marked
    return text, sorted(marked + detected, key=lambda entity: (entity["offset"], -entity["length"]))


def trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Without white space at both ends; entities move and shrink along."""
    short = text.strip()
    if short == text or not short:
        return short, entities if short else []
    lead = utf16_length(text) - utf16_length(text.lstrip())
    length = utf16_length(short)
    kept = []
    for entity in entities:
        begin = max(0, entity["offset"] - lead)
        end = min(length, entity["offset"] - lead + entity["length"])
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return short, kept


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if other["type"] in ("bold", "italic", "underline", "strikethrough", "spoiler", "blockquote"):
        return False
    begin, end = other["offset"], other["offset"] + other["length"]
    return bool(one["offset"] < end and begin < one["offset"] + one["length"])
