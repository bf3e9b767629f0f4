"""The formats by name, in one table; the one door through which a file is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import BinaryIO

from bot.domain.countries import Country
from bot.feeds import calendar_in, dfe_adverts_json, ncs_csv, nhs_jobs_xml, schema_org, way_in_csv
from bot.feeds.collecting import Feed, Reading
from bot.feeds.faults import FeedRefused
from bot.feeds.opening import MEGABYTE, load


@dataclass(frozen=True, slots=True)
class Reader:
    """How a format is read and how large a file of it may be, unpacked: what its parser needs is a multiple of that."""

    read: Callable[[bytes, Reading], Feed]
    limit: int


FORMATS: Mapping[str, Reader] = MappingProxyType(
    {
        ncs_csv.FORMAT: Reader(ncs_csv.read, 64 * MEGABYTE),
        nhs_jobs_xml.FORMAT: Reader(nhs_jobs_xml.read, 32 * MEGABYTE),
        dfe_adverts_json.FORMAT: Reader(dfe_adverts_json.read, 32 * MEGABYTE),
        schema_org.FORMAT: Reader(schema_org.read, 16 * MEGABYTE),
        calendar_in.FORMAT: Reader(calendar_in.read, 8 * MEGABYTE),
        way_in_csv.FORMAT: Reader(way_in_csv.read, 64 * MEGABYTE),
    }
)


def read(format: str, data: bytes | BinaryIO, today: date, country: Country = Country.UK) -> Feed:
    """Everything a file says, read and checked before anything is given back; raises `FeedRefused` for a bad file."""
    reader = FORMATS.get(format)
    if reader is None:
        raise FeedRefused(f"There is no such format. It is one of: {', '.join(FORMATS)}.")
    return reader.read(load(data, reader.limit), Reading(today, country))
