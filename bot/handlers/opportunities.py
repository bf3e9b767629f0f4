"""Lists, cards and yes: opportunities, events and programmes."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.domain.suggestions import About
from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_SLUG = r"[a-z0-9_]{1,40}"


class OpportunityHandlers:
    """Telegram in; guide, opportunities and programmes do the work."""

    def __init__(self, services: Services) -> None:
        self._guide = services.guide
        self._opportunities = services.opportunities
        self._programmes = services.programmes
        self._reminders = services.reminders
        self._reactions = services.offers.reactions

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.see_list, pattern(Tap.LIST)),
            CallbackQueryHandler(self.see_more, pattern(Tap.MORE, r"\d{1,4}")),
            CallbackQueryHandler(self.ask_why, pattern(Tap.WHY_SHOWN)),
            CallbackQueryHandler(self.open_opportunity, pattern(Tap.OPPORTUNITY, _SLUG)),
            CallbackQueryHandler(self.open_event, pattern(Tap.EVENT, _SLUG)),
            CallbackQueryHandler(self.be_interested, pattern(Tap.INTERESTED, r"[op]", _SLUG)),
            CallbackQueryHandler(self.lose_interest, pattern(Tap.DROP, r"[op]", _SLUG)),
            CallbackQueryHandler(self.refuse_kind, pattern(Tap.NOT_THIS_KIND, _SLUG)),
            CallbackQueryHandler(self.share, pattern(Tap.SHARE, _SLUG)),
            CallbackQueryHandler(self.ask_what_is_wrong, pattern(Tap.REPORT, _SLUG)),
            CallbackQueryHandler(self.say_what_is_wrong, pattern(Tap.WRONG, _SLUG, "[a-z_]{1,12}")),
            CallbackQueryHandler(self.go, pattern(Tap.GOING, _SLUG)),
            CallbackQueryHandler(self.not_go, pattern(Tap.NOT_GOING, _SLUG)),
            CallbackQueryHandler(self.see_programmes, pattern(Tap.PROGRAMMES)),
            CallbackQueryHandler(self.open_programme, pattern(Tap.PROGRAMME, _SLUG)),
            CallbackQueryHandler(self.settle_programme, pattern(Tap.SETTLE, _SLUG)),
            CallbackQueryHandler(self.be_reminded, pattern(Tap.REMIND, _SLUG)),
        ]

    async def be_reminded(self, update: Update, context: TurnContext) -> None:
        """Remind me when it opens or closes."""
        if not await self._reminders.ask(context.turn, context.group()):
            await self._guide.old_button(context.turn)

    async def see_list(self, update: Update, context: TurnContext) -> None:
        """What can I say yes to now."""
        await self._guide.show_list(context.turn)

    async def see_more(self, update: Update, context: TurnContext) -> None:
        """The next page."""
        await self._opportunities.show_more(context.turn)

    async def ask_why(self, update: Update, context: TurnContext) -> None:
        """Why am I seeing this."""
        await self._opportunities.explain(context.turn)

    async def open_opportunity(self, update: Update, context: TurnContext) -> None:
        """One opportunity."""
        await self._guide.open(context.turn, About.OPPORTUNITY, context.group())

    async def open_event(self, update: Update, context: TurnContext) -> None:
        """One event."""
        await self._guide.open(context.turn, About.EVENT, context.group())

    async def be_interested(self, update: Update, context: TurnContext) -> None:
        """I'm interested."""
        await self._guide.say_yes(context.turn, context.group(1), context.group(2))

    async def lose_interest(self, update: Update, context: TurnContext) -> None:
        """Take it off my list."""
        await self._guide.say_no(context.turn, context.group(1), context.group(2))

    async def refuse_kind(self, update: Update, context: TurnContext) -> None:
        """Not this kind: the rest of the list follows."""
        if await self._reactions.refuse(context.turn, context.group()):
            await self._guide.show_list(context.turn)
        else:
            await self._guide.old_button(context.turn)

    async def share(self, update: Update, context: TurnContext) -> None:
        """A link for a friend."""
        if not await self._reactions.share(context.turn, context.group()):
            await self._guide.old_button(context.turn)

    async def ask_what_is_wrong(self, update: Update, context: TurnContext) -> None:
        """Something is wrong here."""
        if not await self._reactions.ask_what_is_wrong(context.turn, context.group()):
            await self._guide.old_button(context.turn)

    async def say_what_is_wrong(self, update: Update, context: TurnContext) -> None:
        """This is what is wrong."""
        if not await self._reactions.report(context.turn, context.group(1), context.group(2)):
            await self._guide.old_button(context.turn)

    async def go(self, update: Update, context: TurnContext) -> None:
        """I want to come."""
        await self._guide.say_yes(context.turn, About.EVENT, context.group())

    async def not_go(self, update: Update, context: TurnContext) -> None:
        """I cannot come."""
        await self._guide.say_no(context.turn, About.EVENT, context.group())

    async def see_programmes(self, update: Update, context: TurnContext) -> None:
        """Which programmes fit me."""
        await self._guide.show_programmes(context.turn)

    async def settle_programme(self, update: Update, context: TurnContext) -> None:
        """The one more thing a programme needs."""
        await self._guide.settle(context.turn, context.group())

    async def open_programme(self, update: Update, context: TurnContext) -> None:
        """One programme."""
        if not self._programmes.show(context.turn, context.group()):
            await self._guide.old_button(context.turn)
