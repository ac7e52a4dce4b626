"""The links of invitations, written and read again."""

from __future__ import annotations

import pytest
from tests.support.each import each

from hubbub.typed import links, qr
from hubbub.typed.links import InviteLink

CODE = "ABCD-EFGH-IJKL-MN27"
PIN = ":".join(["AB"] * 31 + ["0F"])


@each("room", ["", "garden", "v1.2 [/] Größe", "so..."])
@each("pin", ["", PIN])
@each(
    ("url", "host", "port"),
    [
        ("http://192.0.2.1:7777", "192.0.2.1", 7777),
        ("http://[2001:db8::1]:7777", "2001:db8::1", 7777),
        ("https://chat.example.org", "chat.example.org", 443),
        ("http://localhost", "localhost", 80),
        ("hubbub://chat.example.org", "chat.example.org", 7777),
        ("hubbub://chat.example.org:7000", "chat.example.org", 7000),
    ],
)
def test_what_is_written_is_read_again(url: str, host: str, port: int, pin: str, room: str) -> None:
    link = InviteLink(url, CODE, pin, room)
    assert str(link).startswith(f"{url}/invite#{CODE}")
    again = links.read(str(link))
    assert again == link
    assert (again.host, again.port, again.tls) == (host, port, bool(pin) or url.startswith("https"))


def test_the_pin_is_short_and_the_code_may_be_small() -> None:
    assert len(str(InviteLink("http://a", CODE, PIN))) == len(f"http://a/invite#{CODE}.") + 43
    assert links.read(f" http://a/invite/#{CODE.lower()}\n").code == CODE
    assert links.read(f"https://a:1/chat/invite#{CODE}").url == "https://a:1/chat"
    assert str(InviteLink("http://a", CODE, room="#tea")) == f"http://a/invite#{CODE}..tea"
    assert str(InviteLink("http://a", CODE, PIN, "#" + "ö" * 30)) == str(InviteLink("http://a", CODE, PIN))


@each(
    ("text", "why"),
    [
        ("http://a/invite", "the code behind # is missing"),
        ("http://a/invite#", "the code behind # is missing"),
        (f"http://a/invite#{CODE[:-1]}", "the code behind # is missing"),
        (f"http://a/invite#{CODE}.short", "the code behind # is missing"),
        (f"http://a/invite#{CODE}.short.tea", "the code behind # is missing"),
        (f"http://a/other#{CODE}", "does not lead to /invite"),
        (f"ftp://a/invite#{CODE}", "does not begin with http"),
        (f"http:///invite#{CODE}", "does not begin with http"),
        (f"http://me:word@a/invite#{CODE}", "does not begin with http"),
        (f"http://a:70000/invite#{CODE}", "cannot be read"),
        (f"http://[a/invite#{CODE}", "cannot be read"),
    ],
)
def test_what_is_no_link_says_why(text: str, why: str) -> None:
    with pytest.raises(links.NoLink, match=why):
        links.read(text)


def test_a_qr_code_is_a_square_of_half_blocks_with_a_light_border() -> None:
    lines = qr.lines(str(InviteLink("http://192.0.2.1:7777", CODE, PIN)))
    width = len(lines[0])
    assert {len(line) for line in lines} == {width}
    assert len(lines) == (width + 1) // 2
    assert width <= 60
    assert set("".join(lines)) <= set(qr.BLOCKS.values())
    assert lines[0] == "█" * width
    assert lines[1].startswith("██ ▄▄▄▄▄ ")  # the corner by which a reader finds it


def test_only_links_of_invitations_get_one() -> None:
    assert qr.after(str(InviteLink("http://a", CODE)))
    assert qr.after("http://a/other") == qr.after(f"see http://a/invite#{CODE}") == []
