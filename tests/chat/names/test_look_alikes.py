"""Nobody imitates a name by letters of other scripts, and nobody is refused a name of theirs."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.chat.names import is_reserved, skeletons


@each(
    ("imitation", "name"),
    [
        ("ΑΝΝΑ", "Anna"),
        ("ΒΟΒ", "bob"),
        ("раураӀ", "paypal"),
        ("ΚΑΤΕ", "kate"),
        ("ΙΑΝ", "Ian"),
        ("ІРА", "ipa"),
        ("\ua4d4\ua4f2\ua4df", "Tim"),
        ("\ua4e1\ua4f2\ua4e2\ua4ee", "Lisa"),
        ("\ua4f2\ua4e1\ua4e1", "ill"),
        ("ΗΕΝΤΥ", "henty"),
        ("ＢＯＢ", "bob"),
        ("bi\u0307ll", "bill"),
        ("j\u0307an", "Jan"),
        ("AL\u0130", "Ali"),
        ("ma\u0331ri\u0323\u0307a", "ma\u0331ri\u0323a"),
        ("ʙoʙ", "bob"),
        ("ᴘaypal", "paypal"),
        ("ᴋate", "Kate"),
        ("aIice", "alice"),
        ("BiII", "Bill"),
        ("ALlCE", "alice"),
        ("раураӏ", "paypal"),
        ("аӏісе", "alice"),
        ("\u13aa\u13de\u13c6\u13df\u13ac", "alice"),
        ("ĸim", "Kim"),
        ("ʍax", "max"),
        ("ЛО", "ΛΟ"),
        ("ƩAƩA", "ΣΑΣΑ"),
    ],
)
def test_what_looks_like_a_name_as_written_or_folded_is_taken(imitation: str, name: str) -> None:
    """Rule: taken when the text as written or its folded form looks the same."""
    assert set(skeletons(imitation)) & set(skeletons(name))
    chat = MemoryChat()
    chat.irc(name)
    other = chat.connect()
    other.send(f"NICK {imitation}", "USER x 0 * :x")
    assert " 433 " in " ".join(other.take())


@each("pair", [("Ian", "lan"), ("bill", "b1ll"), ("OpenAI", "openal"), ("ALi", "all")])
def test_capitals_that_are_told_apart_are_two_names(pair: tuple[str, str]) -> None:
    assert set(skeletons(pair[0])).isdisjoint(skeletons(pair[1]))


@each("name", ["Ali", "Al", "Roof", "Boot5", "hera", "Алла"])
def test_a_name_near_a_short_reserved_word_is_nobodys_imitation(name: str) -> None:
    """Rule: reserved words only as themselves or in mixed scripts."""
    assert not is_reserved(name)


@each("name", ["All", "Аll", "ΗERE", "N1ckServ", "ChɑnServ", "NickServ", "ADMİN", "admi\u0307n"])
def test_reserved_words_are_refused_in_any_letters(name: str) -> None:
    assert is_reserved(name)
