"""docs/irc.md is what the tables make of it, and nothing that IRC clients meet is missing there."""

from __future__ import annotations

import re

from tests.docs.irc_items import CAPABILITIES, COMMANDS, ELSE, SPECIFICATIONS, TAGS, TOKENS, Item
from tests.docs.irc_page import PAGE, ROOT, isupport, page, where_tested
from tests.support.each import each

from hubbub.dialects.irc.verbs import VERBS
from hubbub.irc.caps import NAMES

PROVED = {**COMMANDS, **CAPABILITIES, **TOKENS, **TAGS}


def test_the_page_is_as_the_tables_have_it() -> None:
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "run `make docs`: docs/irc.md is made from tests/docs/irc_items.py"


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    assert COMMANDS.keys() == VERBS.keys()


def test_every_capability_has_a_row_and_every_row_a_capability() -> None:
    """sts is none that one could request, and stands in CAP LS all the same."""
    assert CAPABILITIES.keys() == {*NAMES, "sts"}


def test_every_parameter_of_isupport_has_a_row_and_every_row_a_parameter() -> None:
    assert TOKENS.keys() == isupport().keys()


@each("name", PROVED)
def test_what_the_page_names_is_in_the_test_that_it_names(name: str) -> None:
    text = (ROOT / where_tested(PROVED[name])).read_text("utf-8")
    assert re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w/-])", text)


@each("item", [*PROVED.values(), *ELSE.values()], ids=str)
def test_the_tests_and_pages_of_a_row_are_there(item: Item) -> None:
    assert (ROOT / where_tested(item)).is_file()
    key = min(item.spec.partition("#")[0], item.spec.partition("/")[0], key=len)
    assert key in SPECIFICATIONS
    if key == "ours":
        assert (ROOT / "docs" / item.spec.removeprefix("ours/").partition("#")[0]).is_file()
