"""What the bot says of itself, and what it may ask about chats."""

from typing import Any

from bot.sandbox.calls import Call
from bot.sandbox.errors import ApiError, bad_request

LOG_OUT_SECONDS = 600
COMMAND_LIMIT = 100


def get_me(call: Call) -> dict[str, Any]:
    """getMe."""
    return {
        **call.world.bot_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(call: Call) -> bool:
    """setMyCommands."""
    commands = call.json("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    call.world.profile.commands[_scope_key(call)] = commands
    return _saved(call, "commands")


def get_my_commands(call: Call) -> list[dict[str, str]]:
    """getMyCommands: of exactly this scope and language."""
    return call.world.profile.commands.get(_scope_key(call), [])


def delete_my_commands(call: Call) -> bool:
    """deleteMyCommands."""
    call.world.profile.commands.pop(_scope_key(call), None)
    return _saved(call, "commands")


def set_my_name(call: Call) -> bool:
    """setMyName."""
    return _set_text(call, "name", 64)


def get_my_name(call: Call) -> dict[str, str]:
    """getMyName."""
    return {"name": call.world.profile.text("name", call.text("language_code"))}


def set_my_description(call: Call) -> bool:
    """setMyDescription."""
    return _set_text(call, "description", 512)


def get_my_description(call: Call) -> dict[str, str]:
    """getMyDescription."""
    return {"description": call.world.profile.text("description", call.text("language_code"))}


def set_my_short_description(call: Call) -> bool:
    """setMyShortDescription."""
    return _set_text(call, "short_description", 120)


def get_my_short_description(call: Call) -> dict[str, str]:
    """getMyShortDescription."""
    return {"short_description": call.world.profile.text("short_description", call.text("language_code"))}


def set_chat_menu_button(call: Call) -> bool:
    """setChatMenuButton, for one private chat or for all."""
    button = call.json("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("MenuButton has unsupported type")
    if call.text("chat_id"):
        chat = call.chat()
        chat.menu_button = button
        call.world.save_chat(chat)
    else:
        call.world.profile.menu_button = button
    return _saved(call, "menu_button")


def get_chat_menu_button(call: Call) -> dict[str, Any]:
    """getChatMenuButton."""
    own = call.chat().menu_button if call.text("chat_id") else None
    return own or call.world.profile.menu_button


def get_chat(call: Call) -> dict[str, Any]:
    """getChat."""
    chat = call.chat()
    full: dict[str, Any] = {
        **chat.brief(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    pinned = [chat.entries[message_id] for message_id in chat.pinned if message_id in chat.entries]
    if pinned:
        full["pinned_message"] = pinned[-1].message
    return full


def get_chat_member(call: Call) -> dict[str, Any]:
    """getChatMember, for the bot itself and for people."""
    chat, user_id = call.chat(), call.integer("user_id")
    if user_id == call.world.bot_id:
        return {"user": call.world.bot_user(), "status": chat.bot_status}
    person = call.world.people.get(user_id)
    if person is None:
        raise bad_request("user not found")
    return {"user": person.user(), "status": "member" if user_id in chat.members else "left"}


def log_out(call: Call) -> bool:
    """logOut: the token is refused for the next ten minutes."""
    call.world.profile.logged_out_until = call.world.clock.now() + LOG_OUT_SECONDS
    return True


def close(call: Call) -> bool:
    """close: says yes; there is no instance to move."""
    return bool(call.world)


def _set_text(call: Call, kind: str, limit: int) -> bool:
    text = call.text(kind)
    if len(text) > limit:
        raise bad_request(f"{kind.upper()}_TOO_LONG" if kind != "name" else "BOT_TITLE_INVALID")
    call.world.profile.texts[f"{kind}:{call.text('language_code')}"] = text
    return _saved(call, kind)


def _saved(call: Call, what: str) -> bool:
    call.world.profile.save()
    call.world.note("profile", None, what)
    return True


def _scope_key(call: Call) -> str:
    scope = call.json("scope") or {"type": "default"}
    kind = scope.get("type", "default")
    if kind not in (
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ):
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    where = f"{kind}/{scope['chat_id']}" if "chat_id" in scope else kind
    return f"{where}:{call.text('language_code')}"


def _check_command(command: Any) -> None:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = str(command.get("command", "")).lstrip("/"), str(command.get("description", ""))
    plain = name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()
    if not (plain and 1 <= len(name) <= 32):
        raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
    if not 1 <= len(description.strip()) <= 256:
        raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
