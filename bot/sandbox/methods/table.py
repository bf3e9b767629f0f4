"""Which method names the sandbox answers, and with what."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.calls import Call
from bot.sandbox.methods import callbacks, delivery, edits, files, messages, profile

METHODS: dict[str, Callable[[Call], Any]] = {
    "sendMessage": messages.send_message,
    "sendDocument": files.send_document,
    "sendPhoto": files.send_photo,
    "sendVoice": files.send_voice,
    "getFile": files.get_file,
    "sendChatAction": callbacks.send_chat_action,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "editMessageText": edits.edit_message_text,
    "editMessageCaption": edits.edit_message_caption,
    "editMessageReplyMarkup": edits.edit_message_reply_markup,
    "deleteMessage": edits.delete_message,
    "deleteMessages": edits.delete_messages,
    "pinChatMessage": edits.pin_chat_message,
    "unpinChatMessage": edits.unpin_chat_message,
    "unpinAllChatMessages": edits.unpin_all_chat_messages,
    "setMessageReaction": edits.set_message_reaction,
    "getMe": profile.get_me,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getChat": profile.get_chat,
    "getChatMember": profile.get_chat_member,
    "logOut": profile.log_out,
    "close": profile.close,
}

WAITING_METHODS: dict[str, Callable[[Call], Awaitable[Any]]] = {
    "getUpdates": delivery.get_updates,
    "setWebhook": delivery.set_webhook,
    "deleteWebhook": delivery.delete_webhook,
    "getWebhookInfo": delivery.get_webhook_info,
}

AT_ONCE = {name.lower(): method for name, method in METHODS.items()}
WAITING = {name.lower(): method for name, method in WAITING_METHODS.items()}
NAMES = {name.lower(): name for name in [*METHODS, *WAITING_METHODS]}
