"""What docs/irc.md says of each thing on IRC: the source of its tables.

**To add something:** a command, capability, ISUPPORT parameter or tag gets a line in its table here (a test fails
without one); then `make docs` writes docs/irc.md anew. What stands in the program's own tables (usage, help, values,
modes) is taken from there and not repeated here.
"""

from __future__ import annotations

from typing import NamedTuple

SPECIFICATIONS = {
    "modern": ("Modern IRC", "https://modern.ircdocs.horse/"),
    "rfc2812": ("RFC 2812", "https://www.rfc-editor.org/rfc/rfc2812"),
    "ircv3": ("IRCv3", "https://ircv3.net/specs/"),
    "ircv3-proposed": ("IRCv3, proposed", "https://github.com/ircv3/ircv3-specifications/pull/"),
    "soju": ("soju", "https://codeberg.org/emersion/soju/src/branch/master/doc/ext/"),
    "znc": ("ZNC", "https://wiki.znc.in/"),
    "inspircd": ("InspIRCd", "https://docs.inspircd.org/3/commands/"),
    "ours": ("ours", ""),
}


class Item(NamedTuple):
    """`spec`: `KEY#anchor` or `KEY/page` with a key of SPECIFICATIONS. `test`: a file under tests/dialects/irc, without
    `test_` and `.py`, or a path under tests/. `more`: what a reader should know beyond the program's tables."""

    spec: str
    test: str
    more: str = ""


COMMANDS = {
    "CAP": Item("ircv3/extensions/capability-negotiation", "registration", "version 302; cap-notify"),
    "NICK": Item("modern#nick-message", "registration"),
    "USER": Item("modern#user-message", "registration"),
    "PASS": Item("modern#pass-message", "owned_names", "the latter where the server has no password"),
    "SESSION": Item(
        "ours/ext/session.md", "commands/accounts/test_logins.py", "over TLS or loopback only, for accounts"
    ),
    "TOKEN": Item("ours/ext/token.md", "registration"),
    "PING": Item("modern#ping-message", "registration"),
    "PONG": Item("modern#pong-message", "registration"),
    "QUIT": Item("modern#quit-message", "registration"),
    "AUTHENTICATE": Item(
        "ircv3/extensions/sasl-3.2",
        "sasl",
        "PLAIN and SCRAM-SHA-256, over TLS or loopback only; EXTERNAL for who has come with a certificate; again at "
        "any time",
    ),
    "REGISTER": Item("ircv3/extensions/account-registration", "sasl"),
    "VERIFY": Item("ircv3/extensions/account-registration", "sasl", "there is nothing to verify: no e-mail"),
    "NICKSERV": Item(
        "ours/accounts.md",
        "nickserv",
        "REGISTER, IDENTIFY, PASSWD, CERT, and what [accounts](accounts.md) has; messages to NickServ too",
    ),
    "NS": Item("ours/accounts.md", "nickserv"),
    "PRIVMSG": Item("modern#privmsg-message", "sending"),
    "NOTICE": Item("modern#notice-message", "sending"),
    "TAGMSG": Item("ircv3/extensions/message-tags", "sending"),
    "BATCH": Item("ircv3/extensions/multiline", "multiline"),
    "JOIN": Item("modern#join-message", "joining", "`JOIN 0` leaves all rooms"),
    "PART": Item("modern#part-message", "joining"),
    "KICK": Item("modern#kick-message", "modes"),
    "INVITE": Item("modern#invite-message", "modes"),
    "TOPIC": Item("modern#topic-message", "joining", "with who set it, and when"),
    "RENAME": Item("ircv3/extensions/channel-rename", "renaming"),
    "NAMES": Item("modern#names-message", "joining"),
    "LIST": Item("modern#list-message", "listing", "ELIST conditions C M N T U, in any mixture"),
    "MODE": Item("modern#mode-message", "modes", "modes below; told at connecting when one has some"),
    "TBAN": Item("inspircd/tban", "timed_bans", "the server takes it off; of a room alone, the bans that end"),
    "RETENTION": Item("ours/moderation.md#how-long-messages-stay", "retention", "alone it shows what holds"),
    "EXPIRE": Item(
        "ours/moderation.md#how-long-messages-stay",
        "retention",
        "for operators of the room, and for both in a private conversation; shown on joining",
    ),
    "AWAY": Item("modern#away-message", "away"),
    "ISON": Item("rfc2812#section-4.9", "away"),
    "USERHOST": Item("modern#userhost-message", "away"),
    "SETNAME": Item("ircv3/extensions/setname", "away"),
    "METADATA": Item(
        "ircv3/extensions/metadata",
        "metadata",
        "10 changes at once, then one in 3 s; of rooms by their operators; `*ALL SYNC` too",
    ),
    "WEBPUSH": Item(
        "ircv3-proposed/471",
        "push",
        "where the operator has set `[push]`; for accounts, at most 4 devices of each; the line may have 2048 bytes; "
        "further keys are [ours](ext/push.md)",
    ),
    "MARKREAD": Item("ircv3/extensions/read-marker", "read_markers"),
    "RELAYMSG": Item("ircv3-proposed/417", "relaying", "by operators of the room; always echoed"),
    "REDACT": Item("ircv3/extensions/message-redaction", "redaction"),
    "EDIT": Item("ours/ext/edit.md", "editing"),
    "FILE": Item("ours/ext/files.md", "files", "uploading and fetching are HTTP"),
    "PIN": Item("ours/ext/pins.md", "pinning", "or the latest with these words; `PIN <room>`: the latest"),
    "UNPIN": Item("ours/ext/pins.md", "pinning"),
    "PINS": Item("ours/ext/pins.md", "pinning", "in words, with ids for those with the capability"),
    "WHO": Item("modern#who-message", "who", "a room, a name or a mask (`bo*`, `*!bob@*`); `o` for operators only"),
    "WHOIS": Item(
        "modern#whois-message",
        "whois",
        "up to 4 names; rooms as the asker may see them; addresses, modes and certificate fingerprints to oneself and "
        "operators",
    ),
    "WHOWAS": Item(
        "modern#whowas-message", "whowas", "the latest 1000 names that were given up since the server started"
    ),
    "MONITOR": Item("ircv3/extensions/monitor", "monitor"),
    "SILENCE": Item("inspircd/silence", "silence"),
    "CHATHISTORY": Item(
        "ircv3/extensions/chathistory",
        "chathistory",
        "also BETWEEN and TARGETS; by msgid and time; [the first page](ext/beginning.md) says that it is",
    ),
    "UNREAD": Item("ours/ext/unread.md", "unread", "of 100 messages of a place at most"),
    "SEARCH": Item("ours/ext/search.md", "search", "by text, place, sender and time"),
    "MOTD": Item(
        "modern#motd-message", "info", "like the next four with a server as target; 402 unless it is this one"
    ),
    "NUMBERS": Item("ours/ext/numbers.md", "server/process/test_numbers.py", "for operators of the server"),
    "LUSERS": Item("modern#lusers-message", "info"),
    "VERSION": Item("modern#version-message", "info"),
    "TIME": Item("modern#time-message", "info"),
    "INFO": Item("modern#info-message", "info"),
    "ISUPPORT": Item("ircv3/extensions/extended-isupport", "isupport"),
    "ADMIN": Item("modern#admin-message", "network", "from `server.admin`"),
    "LINKS": Item("modern#links-message", "network"),
    "MAP": Item("rfc2812", "network"),
    "STATS": Item("modern#stats-message", "network"),
    "OPER": Item(
        "modern#oper-message",
        "operators",
        "`[[operators]]`; over TLS or loopback only; after a wrong password 10 s until the next try",
    ),
    "KILL": Item("modern#kill-message", "operators"),
    "UBAN": Item(
        "ours/moderation.md#bans-from-the-whole-server",
        "commands/moderation/test_bans.py",
        "465 to those it means",
    ),
    "REPORT": Item(
        "ours/moderation.md#reports", "commands/moderation/test_reports.py", "to those who keep order there"
    ),
    "REPORTS": Item(
        "ours/moderation.md#reports", "commands/moderation/test_reports.py", "one's own, and those to handle"
    ),
    "LOCKDOWN": Item("ours/moderation.md#lockdown", "commands/moderation/test_lockdown.py", "404 to the silenced"),
    "AUDIT": Item("ours/moderation.md#the-audit-log", "commands/moderation/test_audit.py"),
    "UNDO": Item("ours/moderation.md#the-audit-log", "commands/moderation/test_audit.py"),
    "WALLOPS": Item("modern#wallops-message", "operators"),
    "REHASH": Item("modern#rehash-message", "operators", "also settings that are wrong are told"),
    "SAJOIN": Item("inspircd/sajoin", "overriding", "noted in the log"),
    "SAMODE": Item("inspircd/samode", "overriding", "noted in the log"),
    "RESTART": Item("modern#restart-message", "operators"),
    "DIE": Item("rfc2812#section-4.3", "operators"),
    "CONNECT": Item("modern#connect-message", "operators", "481, to operators 402"),
    "SQUIT": Item("modern#squit-message", "operators", "481, to operators 402"),
    "WEBIRC": Item(
        "ircv3/extensions/webirc",
        "webirc",
        "for the `[[webirc]]` gateways of the settings, by address and password, over TLS or loopback only",
    ),
    "HELP": Item("modern#help-message", "info", "topics USERCMDS, OPERCMDS, CMODES, UMODES"),
    "HELPOP": Item("modern#help-message", "info"),
}

CAPABILITIES = {
    "sasl": Item(
        "ircv3/extensions/sasl-3.2", "sasl", "3.1 and 3.2; over TLS or loopback only; re-authentication at any time"
    ),
    "account-notify": Item("ircv3/extensions/account-notify", "sasl", "when somebody logs in"),
    "account-tag": Item(
        "ircv3/extensions/account-tag", "account_tag", "on all that people with an account do, also in history"
    ),
    "away-notify": Item("ircv3/extensions/away-notify", "away_notify", "also when somebody who is away joins"),
    "batch": Item("ircv3/extensions/batch", "labels"),
    "cap-notify": Item(
        "ircv3/extensions/capability-negotiation",
        "specified",
        "CAP NEW and CAP DEL after a lockdown and when the settings were read again: draft/account-registration, sts",
    ),
    "chghost": Item(
        "ircv3/extensions/chghost",
        "chghost",
        "when somebody who is here logs in, also to who stays; others see QUIT, JOIN and MODE instead; 396 to oneself",
    ),
    "draft/account-registration": Item(
        "ircv3/extensions/account-registration",
        "sasl",
        "before and after connecting; the account has the name one has; an e-mail address where the settings want one",
    ),
    "draft/channel-rename": Item(
        "ircv3/extensions/channel-rename",
        "renaming",
        "for operators of the room; at most once in 30 s; the lobby keeps its name, and so does a room of more than "
        "two hundred; history is shown under the present name; others get PART and JOIN",
    ),
    "draft/chathistory": Item("ircv3/extensions/chathistory", "chathistory"),
    "draft/event-playback": Item(
        "ircv3/extensions/chathistory",
        "event_playback",
        "joins, parts, kicks, quits, names, topics, modes, renamed rooms, reactions, edits and redactions in "
        "CHATHISTORY",
    ),
    "draft/extended-isupport": Item(
        "ircv3/extensions/extended-isupport", "isupport", "ISUPPORT at any time; 005 in a batch for those who ask"
    ),
    "draft/message-redaction": Item(
        "ircv3/extensions/message-redaction",
        "redaction",
        "authors, and half-operators and above in a room; no time limit; others get a NOTICE",
    ),
    "draft/metadata-2": Item(
        "ircv3/extensions/metadata",
        "metadata",
        "for older clients: told by METADATA, with the older names of errors, an empty value is one; one of the two "
        "drafts at a time",
    ),
    "draft/metadata-3": Item(
        "ircv3-proposed/613",
        "metadata",
        "kept for accounts and rooms, for guests as long as their visit; in WHOIS; 774 for more than 200 people",
    ),
    "draft/multiline": Item(
        "ircv3/extensions/multiline",
        "multiline",
        "PRIVMSG or NOTICE; a batch left open for 30 seconds is given up (`TIMEOUT`)",
    ),
    "draft/pre-away": Item(
        "ircv3/extensions/pre-away", "away_notify", "AWAY before registration; `*` never hides a reason"
    ),
    "draft/read-marker": Item(
        "ircv3/extensions/read-marker",
        "read_markers",
        "per room and private conversation; kept for accounts, for guests as long as their visit",
    ),
    "draft/relaymsg": Item(
        "ircv3-proposed/417", "relaying", "kept and shown as said by `name/elsewhere`; the tag has the bridge's name"
    ),
    "draft/search": Item("ours/ext/search.md", "search", "by text, place, sender and time"),
    "draft/webpush": Item(
        "ircv3-proposed/471",
        "push",
        "where the operator has set `[push]`; mentions, replies and private messages that were not read at once, and "
        "MARKREAD for what is read later",
    ),
    "echo-message": Item(
        "ircv3/extensions/echo-message", "sending", "also of what is said to NickServ and `*playback`"
    ),
    "extended-join": Item("ircv3/extensions/extended-join", "joining", "with the account"),
    "extended-monitor": Item(
        "ircv3/extensions/extended-monitor", "monitor", "away, accounts, hosts and real names of those who are watched"
    ),
    "hubbub.chat/client-id": Item("ours/ext/client-id.md", "sending"),
    "hubbub.chat/edit": Item(
        "ours/ext/edit.md",
        "editing",
        "by authors only; history, search and waiting messages have the new text; others get `[edited] text`",
    ),
    "hubbub.chat/files": Item(
        "ours/ext/files.md",
        "files",
        "what is behind the links of a message; the same clients see sizes before pictures",
    ),
    "hubbub.chat/pins": Item(
        "ours/ext/pins.md", "pinning", "what is pinned, live and on joining; others get a NOTICE in words"
    ),
    "hubbub.chat/reactions": Item(
        "ours/ext/reactions.md", "reaction_counts", "how often a message of history or search was reacted to"
    ),
    "hubbub.chat/rows": Item(
        "ours/ext/rows.md", "rows", "what is asked of the server is answered with records beside the sentences"
    ),
    "hubbub.chat/session": Item(
        "ours/ext/session.md", "server/http/test_session.py", "who one is, kept in a cookie that no script can read"
    ),
    "hubbub.chat/token": Item("ours/ext/token.md", "registration"),
    "hubbub.chat/unread": Item("ours/ext/unread.md", "unread", "nothing changes by it"),
    "invite-notify": Item("ircv3/extensions/invite-notify", "invite_notify", "members who asked hear who is invited"),
    "labeled-response": Item(
        "ircv3/extensions/labeled-response", "labels", "for every command, also where nothing is answered"
    ),
    "message-tags": Item(
        "ircv3/extensions/message-tags",
        "sending",
        "brings `msgid` ([message ids](https://ircv3.net/specs/extensions/message-ids)), on all that history keeps",
    ),
    "multi-prefix": Item("ircv3/extensions/multi-prefix", "joining"),
    "no-implicit-names": Item("ircv3/extensions/no-implicit-names", "no_implicit_names", "JOIN without NAMES"),
    "server-time": Item("ircv3/extensions/server-time", "sending"),
    "setname": Item("ircv3/extensions/setname", "away"),
    "soju.im/search": Item("soju/search.md", "search", "as draft/search"),
    "soju.im/webpush": Item("soju/webpush.md", "push", "the same as draft/webpush"),
    "standard-replies": Item("ircv3/extensions/standard-replies", "sending"),
    "sts": Item(
        "ircv3/extensions/sts",
        "sts",
        "off until `[sts]` is set; the port without TLS, the duration where TLS was asked for a host of `sts.names`",
    ),
    "userhost-in-names": Item("ircv3/extensions/userhost-in-names", "joining"),
    "znc.in/playback": Item(
        "znc/Playback",
        "playback",
        "`PLAY`, `LIST` and `CLEAR` said to `*playback` (below); there are no client identifiers, so no `LIMIT`",
    ),
}

TOKENS = {
    "NETWORK": Item("modern#network-parameter", "isupport"),
    "CASEMAPPING": Item("modern#casemapping-parameter", "registration"),
    "UTF8ONLY": Item(
        "ircv3/extensions/utf8-only", "registration", "what is not UTF-8 is refused, never cut or replaced"
    ),
    "CHANTYPES": Item("modern#chantypes-parameter", "registration"),
    "CHANMODES": Item("modern#chanmodes-parameter", "registration"),
    "PREFIX": Item("modern#prefix-parameter", "registration"),
    "STATUSMSG": Item(
        "modern#statusmsg-parameter",
        "status_messages",
        "PRIVMSG, NOTICE and TAGMSG to `@#room`; never kept, so nobody else reads it later",
    ),
    "MODES": Item("modern#modes-parameter", "limits"),
    "MAXLIST": Item("modern#maxlist-parameter", "limits"),
    "EXCEPTS": Item("modern#excepts-parameter", "extended_bans"),
    "INVEX": Item("modern#invex-parameter", "extended_bans"),
    "EXTBAN": Item(
        "modern#extban-parameter",
        "extended_bans",
        "`a:NAME` who is logged in to that account (masks too), `m:MASK` mutes, together `m:a:NAME`; in b, e and I",
    ),
    "ACCOUNTEXTBAN": Item("ircv3/extensions/account-extban", "extended_bans"),
    "KEYLEN": Item("modern#keylen-parameter", "limits"),
    "KICKLEN": Item("modern#kicklen-parameter", "limits"),
    "CHANLIMIT": Item("modern#chanlimit-parameter", "limits"),
    "CHANNELLEN": Item("modern#channellen-parameter", "limits"),
    "BOT": Item(
        "ircv3/extensions/bot-mode",
        "bots",
        "335 in WHOIS, `B` in WHO, the tag on all that a bot does, also in history, and on the numerics it causes",
    ),
    "WHOX": Item("ircv3/extensions/whox", "who", "all standard fields; addresses to oneself and operators"),
    "MONITOR": Item("ircv3/extensions/monitor", "monitor", "for each connection"),
    "SILENCE": Item("modern#silence-parameter", "silence"),
    "ELIST": Item("modern#elist-parameter", "listing"),
    "NICKLEN": Item("modern#nicklen-parameter", "limits", "bytes, as all lengths here"),
    "USERLEN": Item("modern#userlen-parameter", "limits"),
    "TOPICLEN": Item("modern#topiclen-parameter", "limits", "a longer topic is refused, not cut"),
    "AWAYLEN": Item("modern#awaylen-parameter", "limits"),
    "NAMELEN": Item("ircv3/extensions/setname", "limits"),
    "TARGMAX": Item("modern#targmax-parameter", "limits"),
    "SAFELIST": Item("modern#safelist-parameter", "listing"),
    "CHATHISTORY": Item("ircv3/extensions/chathistory", "limits"),
    "MSGREFTYPES": Item("ircv3/extensions/chathistory", "limits"),
    "LOBBY": Item("ours/joining.md", "registration", "the room where everybody else starts"),
    "FLOOD": Item(
        "ours/irc.md",
        "client/test_rate_limit.py",
        "`burst/rate`: a cost of `burst` at once, then `rate` a second; LIST, WHO, WHOIS, WHOWAS, CHATHISTORY, "
        "SEARCH and METADATA cost 2, UNREAD 5, PONG and QUIT nothing, nearly everything else 1; of PING, METADATA, "
        "SESSION and UNREAD the first after the welcome costs nothing; absent without flood control",
    ),
    "CLIENTTAGDENY": Item(
        "ircv3/extensions/message-tags", "reactions", "from `server.denied_tags`; absent without any"
    ),
    "draft/ACCOUNTREQUIRED": Item(
        "ircv3/extensions/account-registration",
        "specified",
        "while nobody comes in without an account; `FAIL * ACCOUNT_REQUIRED` for who tries",
    ),
    "draft/FILEHOST": Item(
        "ours/ext/files.md", "files", "`/files` of `web.url`, or of a guess; absent where nobody uploads"
    ),
    "soju.im/FILEHOST": Item("soju/filehost.md", "files", "the same"),
    "VAPID": Item("soju/webpush.md", "push", "to who has asked for webpush"),
    "draft/ICON": Item("ircv3/extensions/network-icon", "isupport", "from `server.icon`; absent without one"),
}

TAGS = {
    "+draft/react": Item(
        "ircv3/client-tags/react",
        "reactions",
        "kept; with +draft/reply or +reply; others get a NOTICE, at most one in 5 s a person",
    ),
    "+draft/unreact": Item("ircv3/client-tags/react", "reactions", "takes it back"),
    "+draft/persist": Item(
        "ircv3-proposed/416",
        "specified",
        "a TAGMSG with it is kept, for those with draft/event-playback",
    ),
    "+typing": Item("ircv3/client-tags/typing", "reactions", "relayed, never kept"),
    "+reply": Item(
        "ircv3/client-tags/reply",
        "replying",
        'relayed and kept, like +draft/reply; others read `(to alice: "deploy done") text`',
    ),
    "+draft/channel-context": Item("ircv3/client-tags/channel-context", "reactions", "relayed and kept"),
}
"""Client-only tags; all others are relayed too, and kept with their message."""

ELSE = {
    "hosts": Item(
        "ours/decisions/0010-hosts-are-cloaks.md",
        "hosts",
        "cloaks: `9f3a5c0d1e7b24c2.ip` of an address, `NAME.account` of an account; `server.cloaks`",
    ),
    "websocket": Item(
        "ircv3/extensions/websocket",
        "server/http/test_websocket.py",
        "subprotocols text.ircv3.net and binary.ircv3.net",
    ),
    "what was missed": Item(
        "ours/irc.md#what-was-missed", "replay", "unasked, for clients without draft/chathistory (below)"
    ),
    "any line": Item(
        "modern#message-format",
        "any_line",
        "no line that a client sends breaks another's; none that reaches a client has more than 512 bytes: what "
        "others could not read whole is refused (417), reasons are cut at a letter",
    ),
}
