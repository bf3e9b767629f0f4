"""Groups, supergroups and channels: made, joined, left and turned into supergroups."""

from typing import Any

from bot.sandbox import acts
from bot.sandbox.chats import CHANNEL, Chat
from bot.sandbox.errors import ActError
from bot.sandbox.people import Person
from bot.sandbox.world import World

KINDS = ("group", "supergroup", CHANNEL)
SUPERGROUPS_BELOW = -1_000_000_000_000


def create(world: World, kind: str, title: str, members: list[int], **options: Any) -> Chat:
    """A new group with the bot in it; the first member made it. The bot is told it was added."""
    if kind not in KINDS:
        raise ActError(f"a chat is one of {', '.join(KINDS)}")
    founder = acts.person(world, members[0]) if members else None
    if founder is None:
        raise ActError("a chat needs a first member")
    status = options.get("bot_status") or ("administrator" if kind == CHANNEL else "member")
    chat = Chat(
        id=_free_id(world, kind),
        type=kind,
        title=title,
        username=options.get("username"),
        members=list(members),
        bot_status="left",
    )
    world.save_chat(chat)
    set_bot_status(world, chat, founder, status)
    if kind != CHANNEL:
        acts.send(world, founder, chat, {f"{kind}_chat_created": True})
    return chat


def set_bot_status(world: World, chat: Chat, who: Person, status: str) -> None:
    """Somebody adds, promotes or throws out the bot."""
    old, chat.bot_status = chat.bot_status, status
    world.save_chat(chat)
    acts.tell_membership(world, chat, who, old, status)


def migrate(world: World, chat: Chat) -> Chat:
    """A group becomes a supergroup with another id; the old id refuses and names the new one."""
    if chat.type != "group":
        raise ActError("only a group becomes a supergroup")
    founder = acts.person(world, chat.members[0])
    new = Chat(
        id=_free_id(world, "supergroup"),
        type="supergroup",
        title=chat.title,
        members=list(chat.members),
        bot_status=chat.bot_status,
    )
    world.save_chat(new)
    acts.send(world, founder, chat, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    world.save_chat(chat)
    acts.send(world, founder, new, {"migrate_from_chat_id": chat.id})
    return new


def _free_id(world: World, kind: str) -> int:
    if kind == "group":
        taken = [chat_id for chat_id in world.chats if SUPERGROUPS_BELOW < chat_id < 0]
        return min([-5_000_000, *taken]) - 1
    taken = [chat_id for chat_id in world.chats if chat_id <= SUPERGROUPS_BELOW]
    return min([SUPERGROUPS_BELOW - 2_000_000_000, *taken]) - 1
