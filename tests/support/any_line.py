"""Lines as no client should send them: valid ones of every command, changed at random, and mere noise."""

from __future__ import annotations

from base64 import b64encode
from random import Random

from hubbub.dialects.irc.verbs import VERBS
from hubbub.irc.caps import NAMES

WORDS = [
    "alice", "bob", "carol", "dan", "ALICE", "nobody", "NickServ", "hubbub", "#room", "#lobby", "#ROOM",
    "#new", "@#room",
    "#", "*", "0", "-1", "1", "50", "9999999999", "+", "-", ",", ",,", "a,b,,c", "#room,#lobby,#new",
    "alice,bob,carol",
    ":", "$a:alice", "a:alice", "m:*!*@*", "*!*@*", "a!b@c", "*a*a*a*a*b", "?", "secret12", "+r", "-r", "r",
    "+o", "+b",
    "+beIovhqa", "-ntimspkl", "+k", "+l", "+imsntb-o+v", "LS", "REQ", "302", "END", "LIST", "LATEST",
    "TARGETS", "BETWEEN",
    "msgid={msgid}", "{msgid}", "msgid=zz", "timestamp=2025-10-09T08:53:20.000Z", "timestamp=9999-99-99T99:99:99.999Z",
    "timestamp=*", "%tcuihsnfdlaor,42", "%", "%z,1", "o", "\x01ACTION waves\x01", "\x01VERSION\x01",
    "\x02b\x0304,99c\x0f",
    "a b  c", "é", "\u202e", "\U0001f600" * 9, "\ufeff", "\u212a", "ı", "x" * 64, "y" * 400, "z" * 600,
    "a," * 200, " " * 9,
]  # fmt: skip

TAGS = [
    "label=a", "label", f"label={'l' * 65}", "batch=r", "batch=", "+reply={msgid}", "+draft/reply={msgid}",
    "+draft/react=:)", "+draft/unreact=:)", "+draft/react=\\r\\n\\0\\s\\:\\", "+draft/edit={msgid}", "+typing=active",
    "+draft/persist",
    "+draft/channel-context=#room", "draft/multiline-concat", "hubbub.chat/client-id=1", "hubbub.chat/client-id=é\\n",
    "msgid=1", "time=now", "account=bob", "a=b;a=c", "+a=\\\r", "+x=\u2028", "+n=a\\nb", ";;", "=", "+=",
    f"+l={'v' * 4000}",
]  # fmt: skip

WHOLE = [
    "NICK dan", "NICK alice", "NICK bob", "NICK zoe", "USER u 0 * :Name", "USER u 0 * :Name", "CAP LS 302", "CAP LIST",
    "CAP REQ :-batch", f"CAP REQ :{' '.join(NAMES)}", "CAP END", "CAP END", "JOIN #room", "JOIN #room",
    "JOIN #new key",
    "JOIN #a,#b,#c k,l", "JOIN 0", "PART #room :bye", "PRIVMSG #room :hello", "PRIVMSG alice,#room :hi",
    "NOTICE bob :hi",
    "PRIVMSG @#room :ops", "PRIVMSG bob :\x01ACTION waves\x01", "PRIVMSG NickServ :IDENTIFY alice secret12",
    "PRIVMSG nickserv :help", "TAGMSG #room", "@+typing=active TAGMSG #room",
    "@+reply={msgid};+draft/react=:) TAGMSG #room",
    "BATCH +r draft/multiline #room", "@batch=r PRIVMSG #room :one", "@batch=r PRIVMSG #room :",
    "@batch=r;draft/multiline-concat PRIVMSG #room :two", "BATCH -r", "@label=m BATCH +r draft/multiline alice",
    "REDACT #room {msgid} :oops", "@+draft/edit={msgid} PRIVMSG #room :better", "TOPIC #room :plans", "TOPIC #room",
    "MODE #room +imnpst", "MODE #room +b *!*@x*", "MODE #room +beI m:a:alice b c", "MODE #room +ovk alice bob key",
    "MODE #room +W 5", "MODE #room +C", "METADATA * SET avatar :", "METADATA * SET avatar", "METADATA * SUB avatar",
    "@+draft/persist TAGMSG #room", "@batch=r NOTICE #room :three", "BATCH +a.b draft/multiline #room",
    "BATCH +r other x", "REPORTS LIST #room",
    "TBAN #room 1h bob :x", "TBAN #room", "EXPIRE #room 1d", "EXPIRE bob 5s", "RETENTION #room 30d",
    "FILE TOKEN", "FILE LINK x", "FILE LINK", "FILE", "FILE x",
    "PIN #room", "PIN #room * :a", "PIN #room {msgid}", "UNPIN #room", "UNPIN #room {msgid}", "PINS #room",
    "MODE #room +l-k 5 x", "MODE #room", "MODE #room b", "MODE alice +iw", "MODE alice", "KICK #room bob,carol :out",
    "INVITE carol #new", "INVITE", "NAMES #room,#lobby", "LIST *o*,>1,C<5,T>1", "LIST", "WHO #room %tcuihsnfdlaor,42",
    "WHO * o", "WHO bob", "WHOIS alice,bob", "WHOIS hubbub alice", "WHOWAS dan 3", "ISON alice bob x",
    "USERHOST alice bob",
    "AWAY :tea", "AWAY", "SETNAME :New Name", "MONITOR + alice,bob,zoe", "MONITOR L", "MONITOR S", "MONITOR C",
    "CHATHISTORY LATEST #room * 50", "CHATHISTORY BEFORE #room msgid={msgid} 5",
    "CHATHISTORY AROUND #room msgid={msgid} 5",
    "CHATHISTORY BETWEEN #room timestamp=2025-01-01T00:00:00.000Z timestamp=2026-01-01T00:00:00.000Z 9",
    "CHATHISTORY TARGETS timestamp=2025-01-01T00:00:00.000Z timestamp=2026-01-01T00:00:00.000Z 9",
    "SEARCH :hello", "SEARCH text=hello;in=#room;from=alice", "MARKREAD #room",
    "MARKREAD #room timestamp=2025-10-09T08:53:20.000Z",
    "OPER root pass", "SAMODE #room +o bob", "KILL bob :bad", "WALLOPS :hear", "STATS u", "STATS m",
    "HELP JOIN", "HELPOP",
    "REGISTER * * secret12", "VERIFY alice 1", "NS LOGIN alice secret12", "AUTHENTICATE PLAIN",
    "AUTHENTICATE EXTERNAL", "STATS k", "NS CERT ADD", "NS CERT LIST",
    f"NS CERT ADD {'ab' * 32}", "NS CERT DEL abababab",
    "AUTHENTICATE SCRAM-SHA-256",
    "AUTHENTICATE " + b64encode(b"\0alice\0secret12").decode(),
    "AUTHENTICATE " + b64encode(b"n,,n=alice,r=abc").decode(),
    "AUTHENTICATE " + b64encode(b"c=biws,r=abcsecret1-1,p=AAAA").decode(), "AUTHENTICATE " + "QUFB" * 100,
    "AUTHENTICATE *",
    "AUTHENTICATE +", "TOKEN secret1-1", "PASS x", "WEBIRC gate kiwi host 198.51.100.7 :secure", "PING a b", "PONG a",
    "STATS u hubbub", "QUIT :bye", ":alice!a@b PRIVMSG #room :forged", "001 alice :x", "", " ", ":", "@",
    "@ ", "@a", "@a :b",
]  # fmt: skip

TYPED = [
    "hello", "/topic plans", "/nick cat", "/join room", "/rooms", "/who", "/history", "/search hello",
    "/me waves", "/help",
    "@alice hi", "/away tea", "/back", "/leave", "/kick bob", "/register secret12", "/login alice secret12",
    "yes", "no",
    "/invite bob", "/mode +i", "/ban bob", "carol", "//x", "/", "@", "@@", "@alice", "/react :)", "/edit x", "/delete",
]  # fmt: skip

ODD = "\0\r\n\x01\x02\x07\x1b\x7f\x85\u2028\u202e\ud800\ufeff\u0131é\U0001f600  ::,,@#*?!;=\\/+-0aA"


def any_line(random: Random, msgid: str) -> bytes:
    """A line without its end. `msgid`: of some message that there is."""
    kind = random.random()
    if kind < 0.05:
        line = "".join(random.choices(ODD, k=random.randrange(40)))
    else:
        line = _valid(random)
        if kind > 0.4:
            for _ in range(random.randrange(1, 4)):
                line = random.choice(CHANGES)(random, line)
    written = line.replace("{msgid}", msgid).encode(errors="surrogatepass")
    return written if kind < 0.99 else random.randbytes(30)


def _valid(random: Random) -> str:
    """A line of the collection, or a command of the table with words that may fit or not."""
    kind = random.random()
    if kind < 0.7:
        return random.choice(WHOLE)
    if kind < 0.8:
        return random.choice(TYPED)
    return " ".join([random.choice(list(VERBS)), *random.choices(WORDS, k=random.randrange(5))])


def _put_tag(random: Random, line: str) -> str:
    tag = random.choice(TAGS)
    return f"@{tag};{line[1:]}" if line.startswith("@") else f"@{tag} {line}"


def _put_word(random: Random, line: str) -> str:
    words = line.split(" ")
    words[random.randrange(len(words))] = random.choice(WORDS)
    return " ".join(words)


def _add_word(random: Random, line: str) -> str:
    return f"{line} {random.choice(['', ':'])}{random.choice(WORDS)}"


def _drop_word(random: Random, line: str) -> str:
    words = line.split(" ")
    del words[random.randrange(len(words))]
    return " ".join(words)


def _put_letter(random: Random, line: str) -> str:
    at = random.randrange(len(line) + 1)
    return line[:at] + random.choice(ODD) * random.choice([1, 1, 1, 30]) + line[at + random.randrange(2) :]


def _cut(random: Random, line: str) -> str:
    return line[: random.randrange(len(line) + 1)]


def _append(random: Random, line: str) -> str:
    return line + random.choice(["", " ", ","]) + random.choice(WHOLE)


CHANGES = [_put_tag, _put_word, _put_word, _add_word, _drop_word, _put_letter, _cut, _append]
