"""Sending one's details, and telling what became of a yes."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.handlers.context import Handler, TurnContext
from bot.messages.taps import Tap, pattern
from bot.services.services import Services

_SLUG = r"[a-z0-9_]{1,40}"
_NUMBER = r"\d{1,15}"
_WORD = r"[a-z_]{1,16}"


class JourneyHandlers:
    """Telegram in; journeys and referrals do the work."""

    def __init__(self, services: Services) -> None:
        self._journeys = services.journeying.journeys
        self._referrals = services.journeying.referrals
        self._steps = services.journeying.steps
        self._guide = services.guide

    def taps(self) -> list[Handler]:
        """Buttons."""
        return [
            CallbackQueryHandler(self.send_details, pattern(Tap.REFER, _SLUG)),
            CallbackQueryHandler(self.give_no_name, pattern(Tap.REFER_NO_NAME)),
            CallbackQueryHandler(self.be_reached_by, pattern(Tap.REFER_WAY, r"[a-z]{1,20}", _NUMBER)),
            CallbackQueryHandler(self.trim, pattern(Tap.REFER_TRIM, "[a-z]{1,20}", _NUMBER)),
            CallbackQueryHandler(self.send, pattern(Tap.REFER_SEND, _NUMBER)),
            CallbackQueryHandler(self.do_not_send, pattern(Tap.REFER_CANCEL)),
            CallbackQueryHandler(self.see_all, pattern(Tap.JOURNEYS)),
            CallbackQueryHandler(self.see, pattern(Tap.JOURNEY, _NUMBER)),
            CallbackQueryHandler(self.tell, pattern(Tap.OUTCOME, _NUMBER, _WORD)),
            CallbackQueryHandler(self.tell_of_own, pattern(Tap.FOUND, _WORD)),
            CallbackQueryHandler(self.tell_kind, pattern(Tap.WORK_KIND, _NUMBER, _WORD)),
            CallbackQueryHandler(self.tell_reason, pattern(Tap.REASON, _NUMBER, _WORD)),
            CallbackQueryHandler(self.see_steps, pattern(Tap.STEPS)),
            CallbackQueryHandler(self.choose_step, pattern(Tap.STEP, _NUMBER, _NUMBER)),
            CallbackQueryHandler(self.write_steps, pattern(Tap.STEPS_WRITE, _NUMBER)),
            CallbackQueryHandler(self.show_steps_on_a_page, pattern(Tap.STEPS_PAGE, _NUMBER)),
            CallbackQueryHandler(self.take_page_away, pattern(Tap.STEPS_AWAY)),
            CallbackQueryHandler(self.be_left_alone, pattern(Tap.QUIET, _NUMBER)),
        ]

    def commands(self) -> list[Handler]:
        """Commands."""
        return [CommandHandler("steps", self.see_steps)]

    async def send_details(self, update: Update, context: TurnContext) -> None:
        """Send my details."""
        await self._or_old(context, await self._referrals.begin(context.turn, context.group()))

    async def give_no_name(self, update: Update, context: TurnContext) -> None:
        """No name."""
        await self._or_old(context, await self._referrals.skip_name(context.turn))

    async def be_reached_by(self, update: Update, context: TurnContext) -> None:
        """They may answer me there."""
        done = await self._referrals.choose_way(context.turn, context.group(1), int(context.group(2)))
        await self._or_old(context, done)

    async def trim(self, update: Update, context: TurnContext) -> None:
        """Take a part out or put it back."""
        await self._or_old(context, await self._referrals.trim(context.turn, context.group(1), int(context.group(2))))

    async def send(self, update: Update, context: TurnContext) -> None:
        """Send it."""
        await self._or_old(context, await self._referrals.send(context.turn, int(context.group())))

    async def do_not_send(self, update: Update, context: TurnContext) -> None:
        """Do not send it."""
        self._referrals.cancel(context.turn)

    async def see_all(self, update: Update, context: TurnContext) -> None:
        """Where does everything stand."""
        await self._or_old(context, await self._journeys.show_all(context.turn))

    async def see(self, update: Update, context: TurnContext) -> None:
        """Where does this one stand."""
        await self._or_old(context, await self._journeys.show(context.turn, int(context.group())))

    async def tell(self, update: Update, context: TurnContext) -> None:
        """This happened."""
        done = await self._journeys.report(context.turn, int(context.group(1)), context.group(2))
        await self._or_old(context, done)

    async def tell_of_own(self, update: Update, context: TurnContext) -> None:
        """I found something myself."""
        await self._or_old(context, await self._journeys.found(context.turn, context.group()))

    async def tell_kind(self, update: Update, context: TurnContext) -> None:
        """It is this kind of work."""
        done = await self._journeys.tell_kind(context.turn, int(context.group(1)), context.group(2))
        await self._or_old(context, done)

    async def tell_reason(self, update: Update, context: TurnContext) -> None:
        """This is why."""
        done = await self._journeys.tell_reason(context.turn, int(context.group(1)), context.group(2))
        await self._or_old(context, done)

    async def see_steps(self, update: Update, context: TurnContext) -> None:
        """What have I done."""
        await self._steps.show(context.turn)

    async def choose_step(self, update: Update, context: TurnContext) -> None:
        """Leave this line out, or put it back."""
        done = await self._steps.toggle(context.turn, int(context.group(1)), int(context.group(2)))
        await self._or_old(context, done)

    async def write_steps(self, update: Update, context: TurnContext) -> None:
        """As a text."""
        await self._or_old(context, await self._steps.write(context.turn, int(context.group())))

    async def show_steps_on_a_page(self, update: Update, context: TurnContext) -> None:
        """As a page to show."""
        await self._or_old(context, await self._steps.put_on_a_page(context.turn, int(context.group())))

    async def take_page_away(self, update: Update, context: TurnContext) -> None:
        """Nobody may read it any more."""
        await self._steps.take_page_away(context.turn)

    async def be_left_alone(self, update: Update, context: TurnContext) -> None:
        """Do not ask me about it."""
        await self._or_old(context, await self._journeys.be_quiet(context.turn, int(context.group())))

    async def _or_old(self, context: TurnContext, done: bool) -> None:
        if not done:
            await self._guide.old_button(context.turn)
