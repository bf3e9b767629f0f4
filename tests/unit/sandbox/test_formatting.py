"""Telegram's HTML: entities out, complaints in Telegram's words."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import ApiError
from bot.sandbox.formatting import parse_html

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def cut(text: str, entity: dict[str, int]) -> str:
    """The words of an entity, whose offsets count UTF-16 units."""
    units = text.encode("utf-16-le")
    begin, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    return units[begin:end].decode("utf-16-le")


@given(TEXT)
def test_parse_when_text_is_escaped_then_it_comes_back_without_entities(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@given(TEXT, TEXT.filter(bool), TEXT)
def test_parse_when_words_are_bold_then_the_offsets_cut_them_out(before: str, words: str, after: str) -> None:
    source = f"{html.escape(before)}<b>{html.escape(words)}</b>{html.escape(after)}"
    source = source.replace("&#x27;", "'")
    text, (entity,) = parse_html(source)
    assert text == before + words + after
    assert (entity["type"], cut(text, entity)) == ("bold", words)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<i>a<b>b</b></i>", "ab", [("italic", 0, 2), ("bold", 1, 1)]),
        ("<b></b>x", "x", []),
        ("<STRONG>x</>", "x", [("bold", 0, 1)]),
        ("<span class='tg-spoiler'>x</span>", "x", [("spoiler", 0, 1)]),
        ("<pre>x</pre><code>y</code>", "xy", [("pre", 0, 1), ("code", 1, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("&lt;&#65;&#x42;&copy;& &amp", "<AB&copy;& &", []),
        ("<a>no link</a>", "no link", []),
    ],
)
def test_parse_when_markup_is_right_then_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    found, marks = parse_html(source)
    assert found == text
    assert [(mark["type"], mark["offset"], mark["length"]) for mark in marks] == entities


def test_parse_when_code_names_its_language_then_one_entity_keeps_it() -> None:
    _, entities = parse_html('<pre><code class="language-python">x</code></pre>')
    assert entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


def test_parse_when_link_then_the_address_is_unescaped_and_completed() -> None:
    _, (long,) = parse_html('<a href="https://example.org/?a=1&amp;b=&quot;">x</a>')
    assert long["url"] == 'https://example.org/?a=1&b="'
    _, (short,) = parse_html("<a href='example.org'>x</a>")
    assert short["url"] == "http://example.org/"


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("é<div>x</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a ='x'>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<a href='x>z</a>", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='a'>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_parse_when_markup_is_wrong_then_telegrams_complaint(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"
    assert refused.value.code == 400


@given(st.text(alphabet="<>/&;='\" abipre\n", max_size=40))
def test_parse_when_given_anything_then_it_answers_or_complains(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError:
        return
    for entity in entities:
        assert entity["length"] > 0
        assert cut(text, entity)
