"""Reads Telegram's HTML: text and entities out, Telegram's complaint when it is wrong."""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import ApiError, bad_request

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
}
TAGS = frozenset(STYLES) | {"a", "pre", "code", "tg-emoji"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([a-zA-Z]+));?")
_PLAIN = re.compile(r"[^<&]+")
_SPACE = " \t\r\n"


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    bare: bool
    offset: int
    begin: int


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the unit of entity offsets."""
    return len(text) + sum(char > "\uffff" for char in text)


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities of Telegram HTML."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


class _Reader:
    """One pass over the source; `at` is the reading position in it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.language = ""
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self.at < len(self.source):
            if plain := _PLAIN.match(self.source, self.at):
                self.emit(plain[0])
                self.at = plain.end()
            elif self.source[self.at] == "&":
                self.emit(self.reference())
            elif self.source.startswith("</", self.at):
                self.close_tag()
            else:
                self.open_tag()
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), self.entities

    def emit(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16_length(text)

    def reference(self) -> str:
        """The character behind `&…;`, or the ampersand itself when there is none."""
        found = _REFERENCE.match(self.source, self.at)
        if found is None:
            self.at += 1
            return "&"
        code = int(found[1], 16) if found[1] else int(found[2] or 0)
        char = _NAMED.get(found[3], "") if found[3] else _character(code)
        self.at = found.end() if char else self.at + 1
        return char or "&"

    def close_tag(self) -> None:
        begin = self.at
        end = self.source.find(">", begin)
        if not self.open:
            raise _wrong(f"Unexpected end tag at byte offset {self.byte(begin)}")
        name = self.source[begin + 2 : end if end >= 0 else len(self.source)].rstrip(_SPACE).lower()
        if end < 0 or any(space in name for space in _SPACE):
            raise _wrong(f"Unclosed end tag at byte offset {self.byte(begin)}")
        opened = self.open.pop()
        if name and name != opened.tag:
            raise _wrong(
                f'Unmatched end tag at byte offset {self.byte(begin)}, expected "</{opened.tag}>", found "</{name}>"'
            )
        self.at = end + 1
        if self.length > opened.offset:
            self.finish(opened)

    def open_tag(self) -> None:
        begin = self.at
        self.at += 1
        while self.at < len(self.source) and self.source[self.at] not in _SPACE + ">":
            self.at += 1
        where = f"at byte offset {self.byte(begin)}"
        if self.at >= len(self.source):
            raise _wrong(f"Unclosed start tag {where}")
        tag = self.source[begin + 1 : self.at].lower()
        if tag not in TAGS:
            raise _wrong(f'Unsupported start tag "{tag}" {where}')
        attributes = self.attributes(tag, where)
        argument = _argument(tag, attributes)
        if tag == "span" and argument != "tg-spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" {where}')
        self.open.append(_Open(tag, argument, not attributes, self.length, len(self.out)))

    def attributes(self, tag: str, where: str) -> dict[str, str]:
        """The attributes up to the closing `>`, which is consumed."""
        found: dict[str, str] = {}
        while True:
            self.skip_space()
            if self.peek() == ">":
                self.at += 1
                return found
            if not self.peek():
                raise _wrong(f"Unclosed start tag {where}")
            name = self.take_while(lambda char: char not in _SPACE + "=>")
            if not name:
                raise _wrong(f'Empty attribute name in the tag "{tag}" {where}')
            self.skip_space()
            if self.peek() == "=":
                self.at += 1
                self.skip_space()
                found[name] = self.attribute_value(where)
            elif (tag, name) == ("blockquote", "expandable"):
                found[name] = ""
            else:
                raise _wrong(f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}')

    def attribute_value(self, where: str) -> str:
        quote = self.peek()
        if quote not in ("'", '"'):
            begin = self.at
            token = self.take_while(lambda char: char.isalnum() or char in ".-").lower()
            if self.peek() and self.peek() not in _SPACE + ">":
                raise _wrong(f"Unexpected end of name token at byte offset {self.byte(begin)}")
            return token
        self.at += 1
        value: list[str] = []
        while self.peek() not in (quote, ""):
            if self.peek() == "&":
                value.append(self.reference())
            else:
                value.append(self.peek())
                self.at += 1
        if not self.peek():
            raise _wrong(f"Unclosed start tag {where}")
        self.at += 1
        return "".join(value)

    def finish(self, opened: _Open) -> None:
        """Write down the entity of a tag that just ended."""
        entity: dict[str, Any] = {"offset": opened.offset, "length": self.length - opened.offset}
        if opened.tag == "a":
            url = checked_link(opened.argument or "".join(self.out[opened.begin :]))
            if url is None:
                return
            entity |= {"type": "text_link", "url": url}
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdigit():
                raise _wrong("Invalid custom emoji identifier specified")
            entity |= {"type": "custom_emoji", "custom_emoji_id": opened.argument}
        elif opened.tag in ("pre", "code"):
            if self.merge_code(opened, entity):
                return
            entity["type"] = opened.tag
        else:
            entity["type"] = STYLES[opened.tag]
            if opened.tag == "blockquote" and not opened.bare:
                entity["type"] = "expandable_blockquote"
        self.entities.append({"type": entity.pop("type"), **entity})

    def merge_code(self, opened: _Open, entity: dict[str, Any]) -> bool:
        """`<pre><code class="language-x">` is one entity with a language."""
        if opened.tag == "code":
            self.language = opened.argument
            return False
        last = self.entities[-1] if self.entities else {}
        same = all(last.get(name) == entity[name] for name in ("offset", "length"))
        if not same or last["type"] != "code" or not self.language:
            return False
        last |= {"type": "pre", "language": self.language}
        return True

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def skip_space(self) -> None:
        self.take_while(lambda char: char in _SPACE)

    def take_while(self, fits: Any) -> str:
        begin = self.at
        while self.at < len(self.source) and fits(self.source[self.at]):
            self.at += 1
        return self.source[begin : self.at]

    def byte(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))


def checked_link(url: str) -> str | None:
    """The link as Telegram keeps it, or None for what it quietly leaves as text."""
    url = url.strip()
    scheme, sep, rest = url.partition(":")
    if sep and scheme.lower() in ("tg", "tel", "mailto") and rest:
        return url
    if not re.match(r"(?i)^(https?://|ftp://|tonsite://)?[\w.-]+\.[\w]{2,}|^https?://(localhost|\d)", url):
        return None
    if "://" not in url:
        url = f"http://{url}"
    host = re.match(r"[^/]+//[^/?#]*", url)
    return f"{url}/" if host and host[0] == url else url


def _argument(tag: str, attributes: dict[str, str]) -> str:
    if tag == "a":
        return attributes.get("href", "")
    if tag == "code" and attributes.get("class", "").startswith("language-"):
        return attributes["class"][len("language-") :]
    if tag == "span":
        return attributes.get("class", "")
    return attributes.get("emoji-id", "") if tag == "tg-emoji" else ""


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""


def _wrong(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")
