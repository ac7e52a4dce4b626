""" "Passwords and codes typed as commands never stand in the history file, nor come with Up": which texts these are."""

from __future__ import annotations

import pytest

from hubbub.typed import table
from hubbub.typed.secrets import is_secret


@pytest.mark.parametrize(
    "text",
    [
        "/register hunter2",
        "/REGISTER\thunter2",
        " /login alice hunter2",
        "/login alice hunter2\r",
        "/reset alice ABCD new",
        "/operator 123456",
        "/invited ABCD-EFGH-IJKL-MNOP",
        "/account delete hunter2 keep",
        "/mode +k hunter2",
        "/mode +mk hunter2",
        "/msg NickServ IDENTIFY hunter2",
        "/message @nickserv identify hunter2",
        "@nickserv: identify hunter2",
        "/regster hunter2",
        "/logn alice hunter2",
        "hello\n/login alice hunter2",
    ],
)
def test_a_password_or_a_code_is_secret(text: str) -> None:
    assert is_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "/",
            "hello",
            "register hunter2",
            "/register",
            "/login ",
            "/who here",
            "/msg bob register",
            "/msg nickserv",
        ),
        *("/account delete", "/account add bob", "/mode +m", "/invite bob", "/join team", "@bob login", "//login a b"),
        *("/logout everywhere", "/nosuchthing at all"),
    ],
)
def test_everything_else_may_come_again(text: str) -> None:
    assert not is_secret(text)


def test_no_command_is_forgotten() -> None:
    """Whatever command has a password or a code in its usage."""
    takers = [command.usage for command in table.COMMANDS if {"password", "code"} & set(command.usage.split(" "))]
    assert len(takers) >= 5
    assert all(map(is_secret, takers)), takers
