"""Our messages as Bot API calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.delivery.gateway import File, Gateway
from bot.delivery.outcomes import Reach, Refused, Sent, Uncertain, Unreachable
from bot.delivery.request import AiohttpRequest, Upload
from bot.messages.outgoing import Action, Button, OutgoingMessage

Answer = dict[str, Any] | bool | TelegramError


class Recorder(AiohttpRequest):
    """Answers calls in memory, in the order given; without an answer it says a message was sent."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__()
        self.answers = list(answers)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.files: list[Mapping[str, Upload]] = []

    async def call(self, url: str, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> Any:
        self.calls.append((url.rpartition("/")[2], dict(values)))
        if files:
            self.files.append(files)
        answer = self.answers.pop(0) if self.answers else {"message_id": 9}
        if isinstance(answer, TelegramError):
            raise answer
        return answer


def gateway(*answers: Answer) -> tuple[Gateway, Recorder]:
    request = Recorder(*answers)
    return Gateway(request, "1:t", "http://127.0.0.1:1/"), request


PLAIN = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


async def test_send_when_it_has_buttons_then_they_are_inline_below_html() -> None:
    speaking, request = gateway()
    message = OutgoingMessage("<b>Hi</b>", silent=True).with_buttons(
        [Button("Yes", "y"), Button("Map", url="https://e.org")]
    )
    assert await speaking.deliver(7, message) == Sent(9)
    keyboard = [[{"text": "Yes", "callback_data": "y"}, {"text": "Map", "url": "https://e.org"}]]
    expected = {"chat_id": 7, "text": "<b>Hi</b>", **PLAIN, "reply_markup": {"inline_keyboard": keyboard}}
    assert request.calls == [("sendMessage", {**expected, "disable_notification": True})]


async def test_send_when_the_person_blocked_us_then_the_outcome_says_so() -> None:
    speaking, _ = gateway(Forbidden("Forbidden: bot was blocked by the user"))
    assert await speaking.deliver(7, OutgoingMessage("hi")) == Unreachable(Reach.BLOCKED)


async def test_edit_when_the_target_is_there_then_its_text_changes() -> None:
    speaking, request = gateway({"message_id": 5})
    assert await speaking.deliver(7, OutgoingMessage("new", action=Action.EDIT, target=1), target=5) == Sent(5)
    assert request.calls == [("editMessageText", {"chat_id": 7, "message_id": 5, "text": "new", **PLAIN})]


async def test_edit_when_nothing_changes_then_it_counts_as_done() -> None:
    speaking, _ = gateway(BadRequest("Message is not modified"))
    assert await speaking.deliver(7, OutgoingMessage("new", action=Action.EDIT), target=5) == Sent(5)


@pytest.mark.parametrize("said", ["Message to edit not found", "message can't be edited"])
async def test_edit_when_the_target_is_gone_then_it_is_sent_anew(said: str) -> None:
    speaking, request = gateway(BadRequest(said), {"message_id": 12})
    assert await speaking.deliver(7, OutgoingMessage("new", action=Action.EDIT), target=5) == Sent(12)
    assert [method for method, _ in request.calls] == ["editMessageText", "sendMessage"]


async def test_edit_when_the_target_never_left_then_it_is_sent_anew() -> None:
    speaking, request = gateway()
    assert await speaking.deliver(7, OutgoingMessage("new", action=Action.EDIT)) == Sent(9)
    assert request.calls[0][0] == "sendMessage"


async def test_edit_when_the_target_is_a_file_then_its_caption_changes() -> None:
    speaking, request = gateway(BadRequest("There is no text in the message to edit"), {"message_id": 5})
    assert await speaking.deliver(7, OutgoingMessage("new", action=Action.EDIT), target=5) == Sent(5)
    expected = {"chat_id": 7, "message_id": 5, "caption": "new", "parse_mode": "HTML"}
    assert request.calls[1] == ("editMessageCaption", expected)


async def test_edit_when_it_has_no_text_then_only_the_buttons_change() -> None:
    speaking, request = gateway({"message_id": 5}, BadRequest("message to edit not found"))
    buttons_off = OutgoingMessage(action=Action.EDIT)
    assert await speaking.deliver(7, buttons_off, target=5) == Sent(5)
    assert await speaking.deliver(7, buttons_off, target=5) == Sent()
    assert request.calls == [("editMessageReplyMarkup", {"chat_id": 7, "message_id": 5})] * 2


async def test_edit_when_the_answer_is_lost_then_it_is_uncertain() -> None:
    speaking, _ = gateway(NetworkError("HTTP status 502"))
    edit = OutgoingMessage("new", action=Action.EDIT)
    assert await speaking.deliver(7, edit, target=5) == Uncertain("HTTP status 502")


async def test_delete_when_there_are_many_then_they_go_in_hundreds() -> None:
    speaking, request = gateway(True, True, True)
    ids = tuple(range(1, 206))
    assert await speaking.deliver(7, OutgoingMessage(action=Action.DELETE, message_ids=ids), target=900) == Sent()
    assert [len(values["message_ids"]) for _, values in request.calls] == [100, 100, 6]
    assert request.calls[2][1]["message_ids"][-1] == 900


async def test_delete_when_some_are_too_old_then_the_others_still_go() -> None:
    speaking, request = gateway(BadRequest("message can't be deleted"), True)
    delete = OutgoingMessage(action=Action.DELETE, message_ids=tuple(range(150)))
    assert await speaking.deliver(7, delete) == Refused("message can't be deleted")
    assert len(request.calls) == 2


async def test_delete_when_they_are_gone_already_then_it_is_done() -> None:
    speaking, _ = gateway(BadRequest("message to delete not found"))
    assert await speaking.deliver(7, OutgoingMessage(action=Action.DELETE), target=5) == Sent()


async def test_delete_when_there_is_nothing_to_delete_then_nobody_is_called() -> None:
    speaking, request = gateway()
    assert await speaking.deliver(7, OutgoingMessage(action=Action.DELETE)) == Sent()
    assert request.calls == []


async def load() -> Upload:
    return Upload("advice.pdf", "application/pdf", b"%PDF")


async def test_document_when_new_then_it_is_uploaded_and_its_id_comes_back() -> None:
    speaking, request = gateway({"message_id": 3, "document": {"file_id": "F1"}})
    message = OutgoingMessage("Your plan", action=Action.DOCUMENT, attachment=1)
    assert await speaking.deliver(7, message, file=File(load)) == Sent(3, "F1")
    assert request.calls == [("sendDocument", {"chat_id": 7, "caption": "Your plan", "parse_mode": "HTML"})]
    assert request.files == [{"document": await load()}]


async def test_photo_when_known_then_it_goes_by_its_id() -> None:
    speaking, request = gateway({"message_id": 3, "photo": [{"file_id": "small"}, {"file_id": "large"}]})
    message = OutgoingMessage(action=Action.PHOTO, attachment=1)
    assert await speaking.deliver(7, message, file=File(load, "P1")) == Sent(3, "large")
    assert request.calls == [("sendPhoto", {"chat_id": 7, "photo": "P1"})]
    assert request.files == []


async def test_document_when_its_id_no_longer_works_then_it_is_uploaded_again() -> None:
    speaking, request = gateway(
        BadRequest("Wrong file identifier/HTTP URL specified"), {"message_id": 3, "document": {"file_id": "F2"}}
    )
    message = OutgoingMessage(action=Action.DOCUMENT, attachment=1)
    assert await speaking.deliver(7, message, file=File(load, "old")) == Sent(3, "F2")
    assert len(request.files) == 1


async def test_document_when_it_is_no_longer_kept_then_it_is_refused() -> None:
    speaking, _ = gateway()
    outcome = await speaking.deliver(7, OutgoingMessage(action=Action.DOCUMENT, attachment=1))
    assert outcome == Refused("the file is no longer kept")


async def test_small_calls_when_they_fail_then_nothing_is_raised() -> None:
    speaking, request = gateway(*(BadRequest("query is too old") for _ in range(2)))
    await speaking.answer_callback("q1", "Saved")
    await speaking.show_typing(7)
    assert request.calls == [
        ("answerCallbackQuery", {"callback_query_id": "q1", "text": "Saved"}),
        ("sendChatAction", {"chat_id": 7, "action": "typing"}),
    ]


async def test_commands_and_pins_when_set_then_the_outcome_tells() -> None:
    speaking, request = gateway(True, True)
    assert await speaking.set_commands([("start", "Begin")], "sv") == Sent()
    assert await speaking.pin(7, 5) == Sent()
    assert request.calls == [
        ("setMyCommands", {"commands": [{"command": "start", "description": "Begin"}], "language_code": "sv"}),
        ("pinChatMessage", {"chat_id": 7, "message_id": 5, "disable_notification": True}),
    ]
