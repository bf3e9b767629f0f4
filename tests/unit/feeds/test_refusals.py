"""Files that are refused whole, each with one sentence."""

import gzip
import io
import tracemalloc
import zlib
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds import csv_tables
from bot.feeds.faults import FeedRefused
from bot.feeds.opening import MEGABYTE
from bot.feeds.table import FORMATS, read
from tests.unit.feeds.reading import TODAY, raw, refusal, sample

GOOD = {
    "ncs-csv": "ncs_courses.csv",
    "nhs-jobs-xml": "nhs_jobs.xml",
    "dfe-adverts-json": "dfe_adverts.json",
    "schema-org": "courses.json",
    "icalendar": "events.ics",
    "way-in-csv": "way_in.csv",
}
LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>
<nhsJobs><vacancyDetails><id>1</id><title>&lol3;</title></vacancyDetails></nhsJobs>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>
<nhsJobs><vacancyDetails><id>1</id><title>&e;</title></vacancyDetails></nhsJobs>"""


@cache
def bomb() -> bytes:
    """Less than a megabyte that grows to more than any format may have."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b"\x00" * MEGABYTE) for _ in range(80)) + packer.flush()


def is_plain(text: str) -> bool:
    """It ends as a sentence does, is short and names no class of ours."""
    return text.endswith((".", "?", ").")) and "Error" not in text and "\n" not in text and len(text) < 200


def test_formats_when_listed_then_each_has_a_good_sample() -> None:
    assert list(FORMATS) == list(GOOD)
    for name, file in GOOD.items():
        assert sample(name, file).errors == ()


@pytest.mark.parametrize("name", GOOD)
def test_file_when_empty_then_it_is_refused(name: str) -> None:
    assert refusal(name, b"") == refusal(name, b"\xef\xbb\xbf \r\n") == "This file is empty."


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("share", [0.35, 0.6, 0.9])
def test_file_when_cut_off_then_it_is_refused(name: str, share: float) -> None:
    whole = raw(GOOD[name])
    assert "cut off" in refusal(name, whole[: int(len(whole) * share)])


@pytest.mark.parametrize("name", GOOD)
def test_file_when_saved_as_utf_16_then_it_is_refused_and_says_so(name: str) -> None:
    assert "UTF-16" in refusal(name, raw(GOOD[name]).decode("utf-8-sig").encode("utf-16"))


@pytest.mark.parametrize("name", [name for name in GOOD if name != "schema-org"])
def test_file_when_saved_as_windows_1252_then_it_is_refused_and_says_so(name: str) -> None:
    text = raw(GOOD[name]).decode("utf-8-sig").replace("sample", "s\u2019mple £", 1)
    assert "Windows-1252, not as UTF-8" in refusal(name, text.encode("cp1252", errors="replace"))


def test_xml_when_it_says_another_encoding_than_it_has_then_it_is_refused() -> None:
    assert "iso-8859-1" in refusal("nhs-jobs-xml", raw("nhs_jobs.xml").replace(b"'UTF-8'", b"'iso-8859-1'", 1))


@pytest.mark.parametrize(
    ("name", "file", "says"),
    [
        ("ncs-csv", "job_page.html", "This is a web page, not a table (CSV)."),
        ("ncs-csv", "dfe_adverts.json", "This is a JSON file, not a table (CSV)."),
        ("nhs-jobs-xml", "dfe_adverts.json", "This is a JSON file, not an XML file."),
        ("nhs-jobs-xml", "job_page.html", "This is a web page, not an XML file."),
        ("nhs-jobs-xml", "ncs_courses.csv", "This is a table (CSV), not an XML file."),
        ("dfe-adverts-json", "nhs_jobs.xml", "This is an XML file, not a JSON file."),
        ("icalendar", "ncs_courses.csv", "This is a table (CSV), not a calendar file (.ics)."),
        ("schema-org", "nhs_jobs.xml", "This is an XML file, not a JSON file."),
        ("way-in-csv", "events.ics", "This is a calendar file (.ics), not a table (CSV)."),
    ],
)
def test_file_when_of_another_format_then_it_is_refused_by_name(name: str, file: str, says: str) -> None:
    assert refusal(name, raw(file)) == says


@pytest.mark.parametrize(
    ("start", "says"),
    [(b"PK\x03\x04", "Excel"), (b"\xd0\xcf\x11\xe0", "Excel"), (b"%PDF-1.7", "PDF"), (b"\x89PNG", "picture")],
)
def test_file_when_no_text_at_all_then_it_is_refused_by_name(start: bytes, says: str) -> None:
    assert says in refusal("way-in-csv", start + b"\x00" * 100)


@pytest.mark.parametrize("name", GOOD)
def test_file_when_gzipped_then_it_is_read_the_same(name: str) -> None:
    packed = read(name, gzip.compress(raw(GOOD[name])), TODAY)
    assert packed == sample(name, GOOD[name])


@pytest.mark.parametrize("name", GOOD)
def test_gzip_bomb_when_read_then_it_is_refused_without_being_unpacked(name: str) -> None:
    assert len(bomb()) < MEGABYTE
    assert "grows to more than" in refusal(name, bomb())


def test_gzip_bomb_when_read_then_no_more_memory_is_taken_than_the_limit() -> None:
    packed = bomb()
    tracemalloc.start()
    try:
        refusal("icalendar", packed)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * FORMATS["icalendar"].limit


def test_gzip_when_cut_off_damaged_or_nested_then_it_is_refused() -> None:
    packed = gzip.compress(raw("ncs_courses.csv"))
    assert refusal("ncs-csv", packed[:-20]) == "This gzip file is cut off."
    assert refusal("ncs-csv", packed[:30] + b"\xff" * 50 + packed[80:]) == "This gzip file is damaged."
    assert "inside a gzip file" in refusal("ncs-csv", gzip.compress(packed))


@pytest.mark.parametrize("name", GOOD)
def test_file_when_too_large_then_no_more_of_it_is_read_than_the_limit(name: str) -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size: int = -1) -> bytes:
            self.asked = size
            return b"a" * size

    endless = Endless()
    with pytest.raises(FeedRefused, match="too large"):
        read(name, endless, TODAY)  # type: ignore[arg-type]  # only read() of it is used
    assert 0 < endless.asked <= FORMATS[name].limit + 1 or endless.asked <= 16 * MEGABYTE + 1


def test_xml_when_it_laughs_a_billion_times_or_asks_for_files_then_it_is_refused() -> None:
    assert "DTD" in refusal("nhs-jobs-xml", LAUGHS)
    assert "DTD" in refusal("nhs-jobs-xml", OUTSIDE)


def test_xml_when_of_somebody_else_then_it_is_refused() -> None:
    assert "nhsJobs" in refusal("nhs-jobs-xml", b"<rss><channel/></rss>")


def test_json_when_nested_endlessly_or_not_json_then_it_is_refused() -> None:
    assert "nested" in refusal("dfe-adverts-json", b"[" * 200_000 + b"]" * 200_000)
    assert "line 2" in refusal("dfe-adverts-json", b'{"vacancies":\n nope}')
    assert "number" in refusal("dfe-adverts-json", b'{"vacancies": NaN}')
    assert "number" in refusal("dfe-adverts-json", b'{"vacancies": ' + b"9" * 5000 + b"}")


def test_json_when_there_are_no_adverts_in_it_then_it_is_refused() -> None:
    said = b'{"statusCode": 401, "message": "Access denied due to missing subscription key."}'
    assert refusal("dfe-adverts-json", said) == "This JSON holds no adverts: there is no list called vacancies in it."


def test_csv_when_columns_are_missing_or_strange_or_twice_then_it_is_refused() -> None:
    assert "missing: kind, title, organisation" in refusal("way-in-csv", b"id,name\n1,x\n")
    assert "1 of the columns" in refusal("way-in-csv", b"id,kind,title,organisation,titel\n1,course,x,y,z\n")
    assert "twice: title" in refusal("way-in-csv", b"id,kind,title,organisation,Title\n1,course,x,y,z\n")


def test_csv_when_a_quotation_mark_is_missing_then_it_is_refused() -> None:
    assert "quotation mark" in refusal("way-in-csv", b'id,kind,title,organisation\n1,course,"x,y\n2,course,z,y\n')
    endless = b'id,kind,title,organisation\n1,course,"' + b"x" * 200_000 + b'",y\n'
    assert "never ends" in refusal("way-in-csv", endless)


def test_csv_when_it_has_more_rows_than_anybody_reads_then_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_tables, "MOST_ROWS", 50)
    rows = b"".join(b"%d,course,x,y\n" % number for number in range(51))
    assert "50 rows" in refusal("way-in-csv", b"id,kind,title,organisation\n" + rows)


def test_open_data_when_sent_as_a_college_file_then_the_right_file_is_named() -> None:
    data = b"COURSE_ID,COURSE_RUN_ID,PROVIDER_UKPRN,COURSE_NAME\n1,2,3,4\n"
    assert "Download your courses" in refusal("ncs-csv", data)


def test_page_when_it_says_nothing_of_schema_org_then_it_is_refused() -> None:
    assert "no JobPosting" in refusal("schema-org", b"<!doctype html><html><body>Hello</body></html>")


def test_format_when_there_is_none_of_that_name_then_the_names_are_given() -> None:
    assert "ncs-csv, nhs-jobs-xml" in refusal("csv", b"x")


def said_of(name: str, data: bytes) -> list[str]:
    """Every word somebody would read about this file."""
    try:
        return [error.reason for error in read(name, data, TODAY).errors]
    except FeedRefused as refused:
        return [refused.sentence]


@settings(max_examples=150)
@given(st.sampled_from(list(GOOD)), st.integers(0, 10_000), st.binary(max_size=40), st.integers(0, 60))
def test_file_when_anything_in_it_is_changed_then_it_is_read_or_refused_in_plain_words(
    name: str, place: int, put: bytes, gone: int
) -> None:
    whole = raw(GOOD[name])
    at = place % len(whole)
    assert all(map(is_plain, said_of(name, whole[:at] + put + whole[at + gone :])))


@given(st.sampled_from(list(GOOD)), st.binary(max_size=300))
def test_bytes_when_they_are_anything_then_they_are_read_or_refused_in_plain_words(name: str, data: bytes) -> None:
    assert all(map(is_plain, said_of(name, data)))
