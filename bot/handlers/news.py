"""News: what people want to hear about, and what they do with what they get."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.domain.news import NewsTopic
from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_NUMBER = r"\d{1,18}"
_TOPICS = "|".join(topic.value for topic in NewsTopic)


class NewsHandlers:
    """Telegram in; news and responses do the work."""

    def __init__(self, services: Services) -> None:
        self._news = services.outreach.news
        self._responses = services.outreach.responses
        self._guide = services.guide

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.see_news, pattern(Tap.NEWS)),
            CallbackQueryHandler(self.want_news, pattern(Tap.NEWS_ON, _TOPICS)),
            CallbackQueryHandler(self.refuse_news, pattern(Tap.NEWS_NO, _TOPICS)),
            CallbackQueryHandler(self.stop_such_news, pattern(Tap.NEWS_OFF, _NUMBER)),
            CallbackQueryHandler(self.look_closer, pattern(Tap.NEWS_OPEN, _NUMBER)),
            CallbackQueryHandler(self.come, pattern(Tap.NEWS_GOING, _NUMBER)),
        ]

    def commands(self) -> list[Handler]:
        """Commands."""
        return [CommandHandler("news", self.see_news)]

    async def see_news(self, update: Update, context: TurnContext) -> None:
        """What do I get news about."""
        await self._news.show(context.turn)

    async def want_news(self, update: Update, context: TurnContext) -> None:
        """Yes to a topic."""
        await self._news.choose(context.turn, NewsTopic(context.group()), wanted=True)

    async def refuse_news(self, update: Update, context: TurnContext) -> None:
        """No to a topic."""
        await self._news.choose(context.turn, NewsTopic(context.group()), wanted=False)

    async def stop_such_news(self, update: Update, context: TurnContext) -> None:
        """No more of these, under a broadcast."""
        if not await self._news.turn_off(context.turn, int(context.group())):
            await self._guide.old_button(context.turn)

    async def look_closer(self, update: Update, context: TurnContext) -> None:
        """Tell me more, under a broadcast."""
        if not await self._responses.look(context.turn, int(context.group()), self._guide.open):
            await self._guide.old_button(context.turn)

    async def come(self, update: Update, context: TurnContext) -> None:
        """I want to come, under a broadcast."""
        if not await self._responses.come(context.turn, int(context.group()), self._guide.say_yes):
            await self._guide.old_button(context.turn)
