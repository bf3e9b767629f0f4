"""The table of intents: one group an intent."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.bootstrap import build_services
from bot.content.intent_library import read_intents
from bot.services.intents import Intents
from bot.services.intents.acts import Act, at_once
from tests.auxil.chats import content, demo_settings, understanding


class _Group:
    def __init__(self, *intents: str) -> None:
        self._intents = intents

    def acts(self) -> Mapping[str, Act]:
        return dict.fromkeys(self._intents, at_once(lambda turn: None))


def test_intents_when_two_groups_take_one_then_it_is_named_at_start() -> None:
    with pytest.raises(ValueError, match="greeting"):
        Intents(content(), None, None, None, None, (_Group("greeting", "affirm"), _Group("greeting")))  # type: ignore[arg-type]  # nothing is asked of them


def test_intents_when_one_stands_in_no_group_and_no_topic_then_it_is_not_known() -> None:
    intents = Intents(content(), None, None, None, None, (_Group("greeting"),))  # type: ignore[arg-type]  # nothing is asked of them
    assert intents.is_known("greeting")
    assert intents.is_known("criminal_record")
    assert not intents.is_known("unclear")


def test_intents_when_a_file_says_it_leads_to_an_act_then_there_is_one_and_for_no_other() -> None:
    services = build_services(demo_settings(), content(), understanding())
    said = {name for name, file in read_intents().intents.items.items() if file.leads_to == "act"}
    assert services.intents.acted() == said
