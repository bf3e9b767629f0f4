"""The written table, walked: every route with every role and none, one's own organisation's and another's."""

from __future__ import annotations

import dataclasses

import pytest

from bot.console.access import ROOMS, ROWS, Entrance, Row
from bot.console.frame import Frame
from bot.console.routes import Route
from bot.console.table import console_routes, matched
from bot.domain.access import Act, Role, Subject, Viewer, may
from tests.auxil.chats import House
from tests.auxil.console import SE, UK, Client, Console, serving
from tests.auxil.console_subjects import MAKERS

PLACES = {"name": "console.css", "token": "x" * 40, "entry": "1", "journey": "1"}
GUARDED = [row for row in ROWS if isinstance(row.needs, Act)]
# A stream never ends by itself: whether it may be opened is what its first line says.
ANSWERS = {200, 303, 400, 409, 422}


def path_of(row: Row, number: int) -> str:
    """A row's path with something in every place."""
    return row.path.format_map({**PLACES, **dict.fromkeys(MAKERS, str(number))})


async def status(console: Console, client: Client, row: Row, path: str) -> int:
    """What comes back; redirects to the way in count as 401."""
    if row.path.endswith("/stream"):
        async with client.http.get(client.url + path, allow_redirects=False) as stream:
            return 401 if stream.status == 303 else stream.status
    answer = await (client.get(path) if row.method == "GET" else client.post(path))
    return 401 if answer.place.startswith("/console/sign-in") and answer.status == 303 else answer.status


async def test_routes_when_nobody_is_signed_in_then_none_opens(console: Console) -> None:
    numbers = {kind: await maker(console, UK) for kind, maker in MAKERS.items()}
    async with console.client() as client:
        found = {
            (row.method, row.path): await status(console, client, row, path_of(row, numbers.get(row.of or "", 1)))
            for row in GUARDED
        }
    assert found == dict.fromkeys(found, 401)


@pytest.mark.parametrize("role", Role)
async def test_routes_when_a_role_walks_them_then_the_table_decides(console: Console, role: Role) -> None:
    found, expected = {}, {}
    for row in GUARDED:
        if row.path.endswith("/sign-out-everywhere"):
            continue  # it ends the walk; its own test has it
        viewer = await console.member(role)
        for organisation in (UK, SE) if row.of else (UK,):
            number = await MAKERS[row.of](console, organisation) if row.of else 1
            async with console.client(viewer) as client:
                got = await status(console, client, row, path_of(row, number))
            key = (row.method, row.path, organisation)
            found[key] = got if got in (401, 403, 404) else got in ANSWERS
            expected[key] = _expected(row, Viewer(viewer.id, UK, frozenset({role})), Subject(organisation))
    assert found == expected


def _expected(row: Row, viewer: Viewer, subject: Subject) -> int | bool:
    assert isinstance(row.needs, Act)
    if not may(viewer, row.needs):
        return 403
    return True if row.of is None or may(viewer, row.needs, subject) else 404


@pytest.mark.parametrize("number", ["999999", "0", "-1", "1e3", "٣", "9" * 30, "x"])
async def test_routes_when_the_number_is_of_nothing_then_they_are_not_there(console: Console, number: str) -> None:
    viewer = await console.member(*Role)
    async with console.client(viewer) as client:
        for row in GUARDED:
            if row.of:
                path = row.path.format_map({**PLACES, **dict.fromkeys(MAKERS, number)})
                answer = await (client.get(path) if row.method == "GET" else client.post(path))
                assert answer.status == 404, (row.method, row.path)


async def test_half_way_in_when_the_code_is_not_given_yet_then_no_room_opens(console: Console) -> None:
    admin = await console.member("admin")
    for row in GUARDED:
        number = await MAKERS[row.of](console, UK) if row.of else 1
        async with console.client() as client:
            await client.post("/console/sign-in", {"email": admin.email, "password": admin.password})
            assert await status(console, client, row, path_of(row, number)) == 401, row


def test_rows_when_written_then_each_kind_can_be_made_for_this_walk() -> None:
    assert {row.of for row in ROWS if row.of} <= set(MAKERS)


def test_rows_when_written_then_no_two_are_the_same_and_all_are_below_the_console() -> None:
    keys = [(row.method, row.path) for row in ROWS]
    assert len(keys) == len(set(keys))
    assert [path for _, path in keys if not path.startswith("/console")] == []


def test_rooms_when_listed_then_each_has_a_row_with_the_same_right() -> None:
    rights = {row.path: row.needs for row in ROWS if row.method == "GET"}
    assert {room.path: room.needs for room in ROOMS} == {room.path: rights[room.path] for room in ROOMS}


async def test_console_when_a_route_has_no_row_then_it_does_not_start(console: Console) -> None:
    routes = console_routes(console.given, Frame())
    assert len(matched(routes, ROWS, console.given)) == len(ROWS)
    with pytest.raises(LookupError, match="/console/secret"):
        matched([*routes, Route("GET", "/console/secret", routes[0].view)], ROWS, console.given)
    with pytest.raises(LookupError, match="/console/audit"):
        matched([route for route in routes if route.path != "/console/audit"], ROWS, console.given)


async def test_console_when_a_row_names_what_nobody_looks_up_then_it_does_not_start(console: Console) -> None:
    routes = console_routes(console.given, Frame())
    odd = [dataclasses.replace(row, of="case") if row.of else row for row in ROWS]
    with pytest.raises(LookupError, match="case"):
        matched(routes, odd, console.given)


async def test_demo_route_when_there_is_no_demo_then_it_is_not_there(house: House) -> None:
    async with serving(house) as console:
        real = dataclasses.replace(console.given, demo=None)
        routes = console_routes(real, Frame())
        matched(routes, ROWS, real)
    assert [route.path for route in routes if "demo" in route.path] == []


def test_entrances_when_listed_then_only_these_open_without_a_right() -> None:
    assert sorted({row.path for row in ROWS if isinstance(row.needs, Entrance)}) == [
        "/console/demo/{token}",
        "/console/join/{token}",
        "/console/me/second-factor",
        "/console/sign-in",
        "/console/sign-in/code",
        "/console/sign-out",
        "/console/static/{name}",
    ]
