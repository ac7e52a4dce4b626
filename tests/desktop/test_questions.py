"""What is asked while one is in, and what the answers mean."""

from hubbub.desktop.questions import _answer
from hubbub.uplink.questions import AdmissionNeeded, CertificateQuestion, Code, Login, NameNeeded, PasswordNeeded


def test_a_name_that_belongs_to_an_account_is_answered_by_its_password_or_by_another_name() -> None:
    question = NameNeeded("alice", "registered", owned=True)
    assert _answer(question, ["a word ", ""]) == Login("alice", "a word ")
    assert _answer(question, ["", " alice2 "]) == "alice2"
    assert _answer(NameNeeded("alice", "in use"), [" alice2 "]) == "alice2"


def test_passwords_are_given_as_they_were_typed() -> None:
    assert _answer(PasswordNeeded(""), [" pass "]) == " pass "
    assert _answer(AdmissionNeeded("", True), [" code "]) == Code("code")
    assert _answer(AdmissionNeeded("", False), [" al ", " pass "]) == Login("al", " pass ")
    assert _answer(CertificateQuestion("h", 1, "f"), []) is True
