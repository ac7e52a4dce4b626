"""Emoji are found by name, and spelled where none can be drawn."""

from hubbub.views import emoji


def test_every_name_is_one_emoji() -> None:
    names = [name for some in emoji.groups().values() for each in some for name in each.names]
    assert len(names) == len(set(names))
    assert all(name == name.lower() and ":" not in name for name in names)
    assert all(emoji.PICTURE.fullmatch(each.text) for some in emoji.groups().values() for each in some)


def test_a_name_is_searched_from_its_start_first() -> None:
    found = [each.text for each in emoji.search("heart")]
    assert found[0] == "❤️"
    assert "💔" in found
    assert emoji.named("TADA") == "🎉"
    assert emoji.named("nothing at all") is None


def test_pictures_are_spelled_whole() -> None:
    assert emoji.spelled("well done 🎉!") == "well done :tada:!"
    assert emoji.spelled("👨‍👩‍👧 🇩🇪 👍🏽").startswith(":family: :")
    assert emoji.spelled("健二") == "健二"


def test_what_one_used_last_is_offered_first() -> None:
    assert emoji.lately(["🐌", "👍"], 3) == ["🐌", "👍", "❤️"]
