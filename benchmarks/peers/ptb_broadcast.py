"""A broadcast as it is usually written with python-telegram-bot, in a bot that also answers.

`loop` sends one after another with a pause between; `limiter` does so without a pause and leaves the pace to
AIORateLimiter; `at-once` hands it everything in one go. Whoever writes /broadcast starts it. A message that Telegram
refuses for now is tried again after the time it names.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta

from telegram import Update
from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

WAYS = ("loop", "limiter", "at-once")
_TRIES = 20


class Broadcast:
    """Who gets it and how it is sent."""

    def __init__(self, recipients: Sequence[int], text: str, way: str, pause: float) -> None:
        self._recipients = recipients
        self._text = text
        self._way = way
        self._pause = pause

    async def send(self, application: Application) -> None:
        if self._way == "at-once":
            await asyncio.gather(*(self._one(application, chat_id) for chat_id in self._recipients))
            return
        for chat_id in self._recipients:
            await self._one(application, chat_id)
            if self._way == "loop":
                await asyncio.sleep(self._pause)

    async def _one(self, application: Application, chat_id: int) -> None:
        for _ in range(_TRIES):
            try:
                await application.bot.send_message(chat_id, self._text)
            except RetryAfter as refused:
                after = refused.retry_after
                await asyncio.sleep(after.total_seconds() if isinstance(after, timedelta) else after)
            except TelegramError as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
            else:
                return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", required=True, help="where the Bot API is, without /bot")
    parser.add_argument("--token", required=True)
    parser.add_argument("--way", choices=WAYS, required=True)
    parser.add_argument("--rate", type=float, required=True, help="messages a second")
    parser.add_argument("--first", type=int, required=True, help="the first recipient")
    parser.add_argument("--recipients", type=int, required=True)
    parser.add_argument("--text", required=True)
    given = parser.parse_args()
    builder = ApplicationBuilder().token(given.token).base_url(f"{given.api}/bot")
    # Enough connections, or the pool would fail where the limits should be met.
    builder = builder.connection_pool_size(512).pool_timeout(600)
    if given.way != "loop":
        builder = builder.rate_limiter(AIORateLimiter(overall_max_rate=given.rate, max_retries=_TRIES))
    application = builder.build()
    people = range(given.first, given.first + given.recipients)
    broadcast = Broadcast(people, given.text, given.way, 1 / given.rate)

    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is None or update.message.text is None:
            return
        if update.message.text == "/broadcast":
            application.create_task(broadcast.send(application))
            return
        await update.message.reply_text(update.message.text)

    application.add_handler(MessageHandler(filters.TEXT, answer))
    application.run_polling()


if __name__ == "__main__":
    main()
