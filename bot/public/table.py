"""The one table of pages that anybody may open."""

from __future__ import annotations

from aiohttp import web

from bot.public.equality import EqualityViews
from bot.public.frame import Frame
from bot.public.listings import ListingViews
from bot.public.posters import PosterViews
from bot.public.referrals import ReferralViews
from bot.public.steps import StepViews
from bot.services.equality.pages import EqualityPages
from bot.services.events.poster_counts import PosterCounts
from bot.services.feeds.listings import Listings
from bot.services.journeys.referral_pages import ReferralPages
from bot.services.journeys.step_pages import StepDoor
from bot.services.services import Services


def public_routes(
    services: Services,
    equality_pages: EqualityPages,
    referral_pages: ReferralPages,
    poster_counts: PosterCounts,
    step_door: StepDoor,
    listings: Listings | None = None,
) -> list[web.RouteDef]:
    """Every page without sign-in; no list of what is open where that is switched off."""
    frame = Frame()
    return [
        *frame.routes(),
        *EqualityViews(frame, equality_pages, services.equality).routes(),
        *ReferralViews(frame, referral_pages).routes(),
        *PosterViews(frame, poster_counts).routes(),
        *StepViews(frame, step_door).routes(),
        *(ListingViews(frame, listings).routes() if listings else ()),
    ]
