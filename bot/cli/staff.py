"""`wayin staff`: invite the first admin, see who has access, take it away, give a new link."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from bot.bootstrap import build_staff, open_database
from bot.cli.exits import database_errors
from bot.clock import system_clock
from bot.content.loader import load_content
from bot.domain.access import Role
from bot.errors import BadInput, NotFound
from bot.services.staff.staff import Post, Staff
from bot.settings import read_settings

_Session = Any
Work = Callable[[Staff, _Session, argparse.Namespace], Awaitable[str]]
_PROBLEMS = {
    ("email", "taken"): "Somebody with this e-mail address is here already.",
    ("email", "unreadable"): "That is not an e-mail address.",
    ("organisation", "unknown"): "There is no organisation of that id in bot/content/organisations.",
    ("councils", "unknown"): "The organisation does not work in one of these councils.",
    ("programmes", "unknown"): "The organisation does not work for one of these programmes.",
    ("staff", "disabled"): "They have no access.",
}


def add_parser(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("staff", help="who may open the console")
    actions = parser.add_subparsers(dest="staff_action", required=True)
    add = actions.add_parser("add", help="invite somebody: prints a link that works once, for 72 hours")
    add.add_argument("email")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, action="append", choices=[role.value for role in Role], help="repeatable")
    add.add_argument("--organisation", required=True, help="its id in bot/content/organisations")
    add.add_argument("--council", action="append", default=[], help="only this council, repeatable (default: all)")
    add.add_argument("--programme", action="append", default=[], help="only this programme, repeatable (default: all)")
    add.set_defaults(run=run, work=_add)
    actions.add_parser("list", help="everybody and how things stand").set_defaults(run=run, work=_list)
    disable = actions.add_parser("disable", help="sign somebody out everywhere and let them in no more")
    disable.add_argument("email")
    disable.set_defaults(run=run, work=_disable)
    reset = actions.add_parser("reset", help="a new link: the old password stops working at once")
    reset.add_argument("email")
    reset.add_argument("--second-factor", action="store_true", help="they lost the phone with their codes too")
    reset.set_defaults(run=run, work=_reset)


def run(args: argparse.Namespace) -> int:
    """Do it, in one transaction; 2 for what cannot be done."""
    with database_errors():
        try:
            return asyncio.run(_run(args))
        except NotFound:
            sys.stderr.write("There is nobody of that e-mail address.\n")
        except BadInput as error:
            sys.stderr.write(f"{_PROBLEMS.get((error.field, error.problem), str(error))}\n")
    return 2


async def _run(args: argparse.Namespace) -> int:
    settings = read_settings()
    staff = build_staff(settings, load_content())
    database = open_database(settings)
    try:
        async with database.write() as session:
            said = await args.work(staff, session, args)
    finally:
        await database.close()
    sys.stdout.write(said)
    return 0


async def _add(staff: Staff, session: _Session, args: argparse.Namespace) -> str:
    post = Post(
        args.name, frozenset(Role(role) for role in args.role), frozenset(args.council), frozenset(args.programme)
    )
    link = await staff.invite(session, args.email, args.organisation, post, by=None, now=system_clock())
    return f"Give them this link. It works once, for 72 hours:\n{link}\n"


async def _list(staff: Staff, session: _Session, args: argparse.Namespace) -> str:
    lines = await staff.listed(session, None, system_clock())
    return "".join(
        f"{line.member.email}\t{line.state}\t{line.member.organisation}\t{','.join(line.member.roles)}\n"
        for line in lines
    )


async def _disable(staff: Staff, session: _Session, args: argparse.Namespace) -> str:
    member = await staff.by_email(session, args.email)
    await staff.disable(session, member.id, by=None, now=system_clock())
    return f"{member.email} is signed out everywhere and cannot sign in.\n"


async def _reset(staff: Staff, session: _Session, args: argparse.Namespace) -> str:
    member = await staff.by_email(session, args.email)
    link = await staff.reset(session, member.id, second_factor=args.second_factor, by=None, now=system_clock())
    return f"Give them this link. It works once, for 24 hours:\n{link}\n"
