"""An echo bot in stock python-telegram-bot: its default request, its Updater, one update at a time or many."""

from __future__ import annotations

import argparse

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", required=True, help="where the Bot API is, without /bot")
    parser.add_argument("--token", required=True)
    parser.add_argument("--concurrent", action="store_true", help="concurrent_updates(True)")
    given = parser.parse_args()
    builder = ApplicationBuilder().token(given.token).base_url(f"{given.api}/bot")
    if given.concurrent:
        builder = builder.concurrent_updates(True)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
