"""What people do with their phones: write, tap, edit, block; each act becomes updates for the bot."""

import secrets
from typing import Any

from bot.sandbox.chats import CHANNEL, Chat, Entry
from bot.sandbox.errors import ActError
from bot.sandbox.keyboards import buttons
from bot.sandbox.people import Person
from bot.sandbox.texts import TEXT_LIMIT, detect
from bot.sandbox.world import Callback, World

NO_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def person(world: World, person_id: int) -> Person:
    """The person, who must exist and not be deleted."""
    found = world.people.get(person_id)
    if found is None or found.deleted:
        raise ActError(f"there is no person {person_id}")
    return found


def chat(world: World, chat_id: int) -> Chat:
    """The chat, which must exist."""
    found = world.chats.get(chat_id)
    if found is None:
        raise ActError(f"there is no chat {chat_id}")
    return found


def send(world: World, who: Person, where: Chat, content: dict[str, Any]) -> Entry:
    """Put a person's message into a chat and on its way to the bot."""
    if where.is_private:
        if who.blocked:
            raise ActError("unblock the bot first")
        if not who.started:
            who.started = True
            world.save_person(who)
    elif who.id not in where.members:
        raise ActError(f"person {who.id} is not in chat {where.id}")
    sender = None if where.type == CHANNEL else who.user()
    entry = world.post(where, sender, content)
    _hide_keyboard(world, where)
    world.counters.received[str(where.id)] += 1
    world.count()
    if where.bot_status not in ("kicked", "left"):
        kind = "channel_post" if where.type == CHANNEL else "message"
        world.queue.add(kind, entry.message, f"m{where.id}")
    return entry


def say(
    world: World,
    who: Person,
    where: Chat,
    text: str,
    entities: list[dict[str, Any]] | None = None,
    reply_to: int | None = None,
) -> list[Entry]:
    """Send a text; like a phone, cut it into several messages when it is too long for one."""
    if not text:
        raise ActError("there is nothing to send")
    extra: dict[str, Any] = {}
    if reply_to is not None:
        extra["reply_to_message"] = message(where, reply_to).message
    sent = []
    for at in range(0, len(text), TEXT_LIMIT):
        part = text[at : at + TEXT_LIMIT]
        found = detect(part) if entities is None else entities
        content = {"text": part, **({"entities": found} if found else {}), **extra}
        sent.append(send(world, who, where, content))
    return sent


def start(world: World, who: Person, payload: str = "") -> Entry:
    """Press Start, perhaps from a deep link; somebody who blocked the bot lets it in again."""
    if who.blocked:
        set_blocked(world, who, blocked=False)
    return say(world, who, world.chats[who.id], f"/start {payload}".rstrip())[0]


def edit(world: World, who: Person, where: Chat, message_id: int, text: str) -> Entry:
    """Change an own message."""
    entry = message(where, message_id)
    if entry.message.get("from", {}).get("id") != who.id:
        raise ActError("only an own message can be changed")
    name, marks = ("text", "entities") if "text" in entry.message else ("caption", "caption_entities")
    changed = {key: value for key, value in entry.message.items() if key != marks}
    changed[name] = text
    if found := detect(text):
        changed[marks] = found
    entry.edited_at = world.clock.now()
    changed["edit_date"] = int(entry.edited_at)
    entry.message = changed
    world.touch(where, entry)
    world.queue.add("edited_message", changed, f"m{where.id}")
    return entry


def tap(world: World, who: Person, where: Chat, message_id: int, data: str) -> Callback:
    """Send callback data from under a message; `find_button` says which data is honest."""
    entry = where.entries.get(message_id)
    if entry is None:
        raise ActError(f"there is no message {message_id} in chat {where.id}")
    shown = entry.message
    if entry.deleted_at is not None:
        shown = {"chat": where.brief(), "message_id": message_id, "date": 0}
    now = world.clock.now()
    callback = Callback(str(secrets.randbits(62)), who.id, where.id, message_id, data, now, 0)
    world.save_callback(callback)
    query = {
        "id": callback.id,
        "from": who.user(),
        "message": shown,
        "chat_instance": str(abs(hash(where.id)) + world.bot_id),
        "data": data,
    }
    world.queue.add("callback_query", query, f"u{who.id}")
    return callback


def find_button(where: Chat, message_id: int, data: str | None, label: str | None) -> dict[str, Any]:
    """The button with this data or label under a message that can still be seen."""
    entry = message(where, message_id)
    for button in buttons(entry.message.get("reply_markup")):
        if (data is not None and button.get("callback_data") == data) or (
            label is not None and button["text"] == label
        ):
            return button
    raise ActError(f"message {message_id} has no such button")


def set_blocked(world: World, who: Person, blocked: bool) -> None:
    """Block the bot, or let it in again; the bot is told."""
    if who.blocked == blocked:
        return
    who.blocked = blocked
    world.save_person(who)
    status = ("member", "kicked") if blocked else ("kicked", "member")
    tell_membership(world, world.chats[who.id], who, *status)


def tell_membership(world: World, where: Chat, who: Person, old: str, new: str) -> None:
    """my_chat_member: the bot's own place in a chat changed."""
    user = world.bot_user()
    change = {
        "chat": where.brief(),
        "from": who.user(),
        "date": int(world.clock.now()),
        "old_chat_member": _member(user, old),
        "new_chat_member": _member(user, new),
    }
    world.queue.add("my_chat_member", change, f"b{where.id}")


def delete_person(world: World, who: Person) -> None:
    """The account is gone; sending to it is refused from now on."""
    who.deleted = True
    world.save_person(who)


def message(where: Chat, message_id: int) -> Entry:
    """A message that can still be seen."""
    entry = where.entries.get(message_id)
    if entry is None or entry.deleted_at is not None:
        raise ActError(f"there is no message {message_id} in chat {where.id}")
    return entry


def _member(user: dict[str, Any], status: str) -> dict[str, Any]:
    member: dict[str, Any] = {"user": user, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member |= {**dict.fromkeys(NO_RIGHTS, False), "can_delete_messages": True, "can_post_messages": True}
    return member


def _hide_keyboard(world: World, where: Chat) -> None:
    keyboard = where.keyboard
    if keyboard and (keyboard.get("one_time_keyboard") or keyboard.get("force_reply")):
        where.keyboard = None
        world.save_chat(where)
