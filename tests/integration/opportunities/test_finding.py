"""What somebody finds: near before far, what they asked for first, nothing that is over, and never twice the same."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.services.opportunities.catalogue import CatalogueUpkeep
from db.models import Find, Opportunity, OpportunityChange, OpportunityCheck
from tests.auxil.chats import House, Phone, Received, content
from tests.integration.opportunities.conftest import Offer

GROWN = ("/start", "[English]", "[London]", "E13", "22")
YOUNG = ("/start", "[English]", "[London]", "E13", "16")


def titles(answers: list[Received]) -> list[str]:
    """The entries of a list, in order."""
    return [
        button.text.partition(". ")[2]
        for received in answers
        for button in received.buttons
        if button.text[:1].isdigit()
    ]


async def settled(phone: Phone, *steps: str) -> Phone:
    """Somebody who told us where they live and how old they are."""
    await phone.go_through(*steps)
    return phone


async def test_list_when_places_differ_then_near_comes_before_next_door_city_online_and_far(
    phone: Phone, offer: Offer
) -> None:
    await offer(slug="far", title={"en": "Far"}, councils=["elsewhere_uk"])
    await offer(slug="online", title={"en": "Online"}, councils=[], online=True)
    await offer(slug="city", title={"en": "City"}, councils=["ealing"])
    await offer(slug="door", title={"en": "Next door"}, councils=["redbridge"])
    await offer(slug="own", title={"en": "Own"}, councils=["newham"])
    answers = await phone.go_through(*GROWN)
    assert titles(answers) == ["Own", "Next door", "City", "Online", "Far"]
    text = answers[0].text
    assert "it is in Newham" in text
    assert "it is next door in Redbridge" in text
    assert "it is in London" in text
    assert "it is online" in text


async def test_search_when_hours_and_place_are_typed_then_those_come_first(phone: Phone, offer: Offer) -> None:
    await offer(slug="week", title={"en": "Weekdays"}, closes_on=None)
    await offer(slug="soon", title={"en": "Closes soon"})
    await offer(slug="weekend", title={"en": "Saturdays"}, hours={"patterns": ["weekend"]})
    await settled(phone, *GROWN)
    answers = await phone.type("weekend jobs e13")
    assert titles(answers)[0] == "Saturdays"
    assert "it has the hours you asked for" in answers[0].text


async def test_search_when_a_role_is_typed_then_it_comes_first_wherever_the_many_are(
    phone: Phone, offer: Offer
) -> None:
    for number in range(60):
        await offer(slug=f"shop{number}", title={"en": f"Shop {number}"})
    await offer(slug="ward", title={"en": "Ward"}, sector="health", role="healthcare_assistant")
    await settled(phone, *GROWN)
    answers = await phone.type("hca work in newham hospital")
    assert titles(answers)[0] == "Ward"
    assert "it is the job you asked for" in answers[0].text


async def test_pages_when_there_are_many_then_five_at_a_time_and_nothing_twice(phone: Phone, offer: Offer) -> None:
    for number in range(12):
        await offer(title={"en": f"Job {number}"})
    shown = titles(await phone.go_through(*GROWN))
    assert len(shown) == 5
    shown += titles(await phone.tap("Show more"))
    shown += titles(await phone.tap("Show more"))
    assert len(shown) == len(set(shown)) == 12


async def test_list_when_something_is_over_closed_or_unchecked_then_it_is_not_there(
    house: House, phone: Phone, offer: Offer
) -> None:
    today = house.clock.now.date()
    day = timedelta(days=1)
    await offer(slug="last", title={"en": "Last day"}, closes_on=today)
    await offer(slug="over", title={"en": "Over"}, closes_on=today - day)
    await offer(slug="stale", title={"en": "Unchecked"}, check_by=today - day)
    for state in ("draft", "paused", "full", "closed"):
        await offer(slug=state, title={"en": state}, state=state)
    assert titles(await phone.go_through(*GROWN)) == ["Last day"]
    for slug in ("over", "stale", "draft", "paused", "full", "closed"):
        answers = await phone.tap_data(f"opp:{slug}")
        assert "not open any more" in answers[0].text, slug


async def test_list_when_somebody_is_sixteen_then_learning_comes_first_and_the_rule_is_told(
    phone: Phone, offer: Offer
) -> None:
    await offer(slug="job", title={"en": "Job"})
    await offer(slug="trained", title={"en": "Job with training"}, has_training=True)
    await offer(slug="course", title={"en": "Course"}, kind="course", councils=["redbridge"])
    answers = await phone.go_through(*YOUNG)
    assert titles(answers) == ["Job with training", "Course", "Job"]
    assert answers[0].text.count("In England, at 16 and 17") == 1


async def test_not_this_kind_when_tapped_then_its_like_sinks(phone: Phone, offer: Offer) -> None:
    await offer(slug="shop_a", title={"en": "Shop A"})
    await offer(slug="shop_b", title={"en": "Shop B"})
    await offer(slug="site", title={"en": "Site"}, sector="construction", councils=["ealing"])
    assert titles(await phone.go_through(*GROWN)) == ["Shop A", "Shop B", "Site"]
    await phone.tap_data("opp:shop_a")
    answers = await phone.tap("Not this kind")
    assert "less like this" in answers[0].text
    assert titles(answers) == ["Site", "Shop A", "Shop B"]


async def test_list_when_seen_on_an_earlier_day_then_new_things_come_first(
    house: House, phone: Phone, offer: Offer
) -> None:
    await offer(slug="old", title={"en": "Old"})
    await phone.go_through(*GROWN)
    await offer(slug="new", title={"en": "New"}, closes_on=None)
    house.clock.now += timedelta(days=1)
    assert titles(await phone.tap_data("list")) == ["New", "Old"]


async def test_share_when_tapped_then_the_link_opens_the_same_card(house: House, phone: Phone, offer: Offer) -> None:
    await offer(slug="own", title={"en": "Own"})
    await phone.go_through(*GROWN)
    await phone.tap_data("opp:own")
    answers = await phone.tap("Share")
    assert "https://t.me/way_in_bot?start=o-own--s-friend" in answers[0].text
    friend = house.phone(chat_id=78)
    opened = await friend.type("/start o-own--s-friend")
    assert "Own" in opened[0].text


async def test_report_when_told_twice_then_one_thing_waits_for_a_person(
    house: House, phone: Phone, offer: Offer
) -> None:
    await offer(slug="own")
    await phone.go_through(*GROWN)
    for _ in range(2):
        await phone.tap_data("opp:own")
        await phone.tap("Something is wrong")
        answers = await phone.tap("It is not open")
    assert "Somebody will look" in answers[0].text
    async with house.database.read() as session:
        (check,) = (await session.execute(select(OpportunityCheck))).scalars()
    assert (check.reason, check.times, check.done_at) == ("said_gone", 2, None)


async def test_cards_when_a_course_is_made_for_a_job_then_each_leads_to_the_other(phone: Phone, offer: Offer) -> None:
    await offer(slug="job", title={"en": "Ward job"})
    await offer(slug="course", title={"en": "Ward course"}, kind="course", prepares_for=["job"])
    await phone.go_through(*GROWN)
    course = (await phone.tap_data("opp:course"))[0]
    assert "This can lead to: Ward job" in [button.text for button in course.buttons]
    job = (await phone.tap("This can lead to"))[0]
    assert "Get ready with: Ward course" in [button.text for button in job.buttons]


async def test_writing_when_values_change_then_the_history_keeps_what_was(house: House, offer: Offer) -> None:
    row = await offer(slug="own")
    async with house.database.write() as session:
        kept = await session.get(Opportunity, row.id)
        assert kept is not None
        catalogue = house.services.offers.catalogue
        assert not await catalogue.write(session, kept, {"state": "open"}, house.clock.now)
        assert await catalogue.write(session, kept, {"state": "paused"}, house.clock.now)
    async with house.database.read() as session:
        changes = (await session.execute(select(OpportunityChange.fields).order_by(OpportunityChange.id))).scalars()
        assert list(changes) == [{"state": None}, {"state": "open"}]
        assert not (await session.execute(select(Find))).all(), "what is paused is found by nobody"


async def test_upkeep_when_days_pass_then_what_is_past_is_found_no_more(house: House, offer: Offer) -> None:
    row = await offer(slug="own")
    upkeep = CatalogueUpkeep(house.database, lambda: house.clock.now, content(), house.services.offers.catalogue)
    async with house.database.write() as session:
        for find in (await session.execute(select(Find))).scalars():
            await session.delete(find)
    await upkeep.run()
    async with house.database.read() as session:
        found = (await session.execute(select(Find.audience).where(Find.opportunity_id == row.id))).scalars().all()
    assert {"newham", "redbridge", "all:uk"} <= set(found), "what came in by another way is found"
    house.clock.now += timedelta(days=31)
    await upkeep.run()
    async with house.database.read() as session:
        assert not (await session.execute(select(Find))).all()
