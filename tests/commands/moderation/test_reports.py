"""Reports: what is copied, who is told and who is not, what becomes of them, and how many there may be."""

from __future__ import annotations

import re

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person
from tests.commands.moderation.test_appointments import operated
from tests.dialects.plain.test_console import console
from tests.dialects.plain.typist import heard, told
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.ids import msgid
from hubbub.chat.limits.policy import Policy
from hubbub.commands.moderation import reports

DAY = 86_400_000


def tea() -> tuple[MemoryChat, Person, Person, Person, Person]:
    """Alice runs the server; mod keeps order in #tea, where eve and bob are."""
    chat, alice = operated()
    mod = chat.irc("mod")
    mod.send("JOIN #tea")
    eve, bob = chat.irc("eve", "message-tags", "draft/message-redaction", "echo-message"), chat.irc("bob")
    for one in (eve, bob):
        one.send("JOIN #tea")
    for one in (alice, mod, eve, bob):
        one.take()
    return chat, alice, mod, eve, bob


def notices(asker: Person, line: str) -> list[str]:
    return [text.partition(" :")[2] for text in asker.ask(line)]


def rows(asker: Person) -> list[str]:
    """What /reports shows, without times."""
    return [re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "TIME", text) for text in notices(asker, "REPORTS")]


def report_words(eve: Person, bob: Person) -> None:
    """Eve says something in #tea; bob reports it, and she takes it back."""
    (echo,) = eve.ask("PRIVMSG #tea :I hate you")[-1:]
    notices(bob, "REPORT eve :threatening")
    eve.send("REDACT #tea " + re.findall(r"msgid=([^ ;]+)", echo)[0])


def pass_days(chat: MemoryChat, days: int) -> None:
    chat.now += days * DAY
    chat.tell_time()
    reports.forget_old(chat.core)
    chat.commit()


def test_those_who_keep_order_are_told_at_once_and_who_is_reported_is_not() -> None:
    _chat, alice, mod, eve, bob = tea()
    eve.send("PRIVMSG #tea :buy my pills")
    mod.take(), bob.take(), eve.take()
    assert notices(bob, "REPORT eve :nothing but spam") == [
        'Report 1 is made, with what they said: "buy my pills". Only those who keep order see it; eve is not told.'
    ]
    line = 'Report 1: bob reports eve in #tea: nothing but spam ("buy my pills"). See'
    assert mod.take() == [f":hubbub NOTICE * :{line} REPORTS"]
    assert heard(alice) == [f"* {line} /reports"]
    assert eve.take() == []
    assert rows(eve) == ["There are no reports for you to see."]


def test_what_was_said_is_copied_and_stays_when_its_author_takes_it_back() -> None:
    _chat, _alice, mod, eve, bob = tea()
    (echo,) = eve.ask("PRIVMSG #tea :I hate you")
    id = re.findall(r"msgid=([^ ;]+)", echo)[0]
    eve.send("PRIVMSG #tea :just kidding")
    bob.take()
    assert '"I hate you"' in notices(bob, f"REPORT {id} :threatening")[0]
    eve.send(f"REDACT #tea {id}")
    assert rows(mod) == ['1. TIME (open) bob reports eve in #tea: threatening (TIME: "I hate you")']
    assert "There is no such message" in bob.ask(f"REPORT {id} :again")[0]


def test_a_report_knows_the_message_as_long_as_it_quotes_it() -> None:
    chat, _alice, _mod, eve, bob = tea()
    (echo,) = eve.ask("PRIVMSG #tea :\x01ACTION sells pills\x01")[-1:]
    notices(bob, "REPORT eve :nothing but spam")
    [report] = chat.world.reports.known.values()
    assert report.quote == "* eve sells pills"
    assert f"msgid={msgid(report.message)}" in echo
    list(reports.erase_quotes(chat.core, report.about_party))
    assert [one.message for one in chat.world.reports.known.values()] == [0]


def test_very_many_reports_are_let_go_of_some_in_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    chat, _alice, _mod, _eve, bob = tea()
    monkeypatch.setattr(reports, "CHANGED", 2)
    for number in range(5):
        notices(bob, f"REPORT eve :spam {number}")
    chat.now += 1000 * DAY
    chat.tell_time()
    left = [(reports.forget_old(chat.core), len(chat.world.reports.known)) for _ in range(3)]
    assert left == [(True, 3), (True, 1), (False, 0)]


def test_on_irc_the_verb_is_named_and_in_our_clients_what_is_typed() -> None:
    chat, alice, mod, _eve, _bob = tea()
    unknown = "There is no report 99 that you may handle. To see them, with their numbers, type"
    assert mod.ask("REPORTS close 99")[-1].endswith(f"{unknown} REPORTS")
    ours = chat.irc("ours", "message-tags", "hubbub.chat/rows")
    assert ours.ask("REPORTS close 99")[-1].endswith(f"{unknown} /reports")
    assert told(alice, "/reports close 99") == [f"! {unknown} /reports"]


def test_nobody_learns_of_reports_about_themselves_even_when_they_keep_order() -> None:
    chat, alice, mod, _eve, bob = tea()
    mod.send("PRIVMSG #tea :shut up")
    bob.take(), alice.take()
    notices(bob, "REPORT mod :rude")
    assert mod.take() == []
    assert rows(mod) == ["There are no reports for you to see."]
    assert "There is no report 1 that you may handle" in mod.ask("REPORTS CLOSE 1")[0]
    assert len(heard(alice)) == 1
    mod.send("NICK model")
    assert rows(mod) == ["There are no reports for you to see."]
    notices(bob, "REPORT alice :rude, too")
    assert heard(alice) == []
    assert console(chat).ask("reports")[1].endswith(" (open) bob reports alice: rude, too")


def test_a_private_message_goes_to_operators_of_the_server_alone() -> None:
    _chat, alice, mod, eve, bob = tea()
    eve.send("PRIVMSG bob :psst")
    bob.take(), mod.take(), alice.take()
    notices(bob, "REPORT eve :pestering")
    assert mod.take() == []
    assert heard(alice) == ['* Report 1: bob reports eve: pestering ("psst"). See /reports']
    stranger = _chat.irc("carol")
    stranger.send("JOIN #coffee")
    assert "is made. Only those" in notices(stranger, "REPORT eve :what a name")[0]


def test_reports_are_taken_and_closed_and_the_reporter_sees_it() -> None:
    chat, alice, mod, _eve, bob = tea()
    notices(bob, "REPORT eve :pushing")
    assert rows(bob) == ["1. TIME (open) bob reports eve in #tea: pushing"]
    for asked in ("REPORTS LIST", "REPORTS list #tea", "REPORTS LIST #tea"):
        assert rows(bob) == rows(mod)
        assert notices(mod, asked)[0].startswith("1. ")
    assert mod.ask("REPORTS LIST #tea more")[0].startswith(":hubbub 461 mod REPORTS :")
    assert notices(mod, "REPORTS take 0")[0].startswith("There is no report 0 ")
    assert notices(mod, "REPORTS take 1") == ["Report 1 is taken."]
    assert rows(bob) == ["1. TIME (taken by mod) bob reports eve in #tea: pushing"]
    assert notices(mod, "REPORTS LIST #tea") == notices(mod, "REPORTS list #tea") == notices(mod, "REPORTS #tea")
    assert told(alice, "/reports close 1 told her so") == ["Report 1 is closed."]
    assert rows(bob) == ["1. TIME (closed by alice; told her so) bob reports eve in #tea: pushing"]
    assert rows(mod) == ["There are no reports for you to see."]
    assert console(chat).ask("reports #tea") == ["There are no reports for you to see.", "\x06"]


def test_reports_outlive_the_server_and_are_forgotten_with_the_audit_log() -> None:
    chat, _alice, _mod, _eve, bob = tea()
    notices(bob, "REPORT eve :one")
    notices(bob, "REPORT eve :two")
    after = MemoryChat(lobby="#lobby", log=chat.log)
    sitting = console(after)
    assert sitting.ask("reports close 1")[-1] == "\x06"
    pass_days(after, 180)
    assert list(after.world.reports.known) == [1, 2]
    pass_days(after, 1)
    again = MemoryChat(lobby="#lobby", log=chat.log)
    assert list(again.world.reports.known) == []
    assert again.world.reports.last == 2


@pytest.mark.parametrize("limit", ["of the message", "of the room", "of the server"])
def test_a_report_quotes_no_longer_than_the_message_would_have_stayed(limit: str) -> None:
    chat, _alice, mod, eve, bob = tea()
    if limit == "of the message":
        mod.send("EXPIRE #tea 2d")
    elif limit == "of the room":
        chat.world.rooms["#tea"].retention = 2 * DAY
    else:
        chat.core.policy = Policy(keep_days=2)
    report_words(eve, bob)
    pass_days(chat, 1)
    assert '"I hate you"' in rows(mod)[0]
    pass_days(chat, 2)
    assert rows(mod) == ["1. TIME (open) bob reports eve in #tea: threatening"]
    assert "hate" not in str(MemoryChat(lobby="#lobby", log=chat.log).world.reports.known)


def test_who_deletes_their_account_and_erases_what_they_said_is_not_quoted_any_more() -> None:
    for word, is_quoted in (("keep", True), ("erase", False)):
        chat, _alice, mod, eve, bob = tea()
        eve.session.secure = True
        eve.send(f"NICKSERV REGISTER :{PASSWORD}")
        report_words(eve, bob)
        eve.send(f"NICKSERV ACCOUNT DELETE {PASSWORD} {word}")
        assert ('"I hate you"' in rows(mod)[0]) == is_quoted
        (report,) = MemoryChat(lobby="#lobby", log=chat.log).world.reports.known.values()
        assert (report.about, bool(report.quote)) == ("eve", is_quoted)


def test_closed_reports_quote_for_thirty_days() -> None:
    chat, _alice, mod, eve, bob = tea()
    report_words(eve, bob)
    pass_days(chat, 40)
    mod.send("REPORTS CLOSE 1")
    pass_days(chat, 30)
    assert '"I hate you"' in rows(bob)[0]
    pass_days(chat, 1)
    assert rows(bob) == ["1. TIME (closed by mod) bob reports eve in #tea: threatening"]


def test_there_are_not_too_many() -> None:
    chat, _alice, _mod, _eve, bob = tea()
    for _ in range(5):
        assert " is made" in notices(bob, "REPORT eve :spam")[0]
    assert "Too many tries from your address" in bob.ask("REPORT eve :spam")[0]
    for _ in range(5):
        chat.now += 3_600_000
        assert " is made" in notices(bob, "REPORT eve :spam")[0]
    chat.now += 3_600_000
    assert "nobody has looked at yet" in bob.ask("REPORT eve :spam")[0]
    assert len(chat.world.reports.known) == 10


def test_what_cannot_be_reported_is_refused() -> None:
    chat, _alice, _mod, eve, bob = tea()
    assert " 401 " in bob.ask("REPORT nobody :spam")[0]
    assert bob.ask("REPORT 123abc :spam")[0].endswith(":There is no such message that you may read.")
    stranger = chat.irc("carol")
    (echo,) = eve.ask("PRIVMSG mod :secret")
    id = re.findall(r"msgid=([^ ;]+)", echo)[0]
    assert "There is no such message" in stranger.ask(f"REPORT {id} :spam")[0]
    assert chat.world.reports.known == {}


def test_the_owner_of_an_account_sees_their_reports_after_coming_back() -> None:
    chat, _alice = operated()
    bob = person(chat, "bob", f"/register {PASSWORD}")
    told(bob, "/report alice rude", "/quit")
    again = person(chat, "bob", PASSWORD)
    assert told(again, "/reports")[0].endswith("bob reports alice in #lobby: rude")
