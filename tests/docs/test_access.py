"""docs/access.md says what the console really does."""

from tests.docs import access_page


def test_access_page_when_read_then_its_tables_are_those_of_the_code() -> None:
    stale = "run: python -m tests.docs.access_page"
    assert access_page.shown("rights") == access_page.rights(), stale
    assert access_page.shown("routes") == access_page.routes(), stale
