"""With the mouse unplugged: everything by keys, in a real window before a real server."""

from tests.desktop.conftest import Desks
from tests.support.real_server import Running


async def test_join_jump_reply_react_edit_remove_search_theme_leave(server: Running, desks: Desks) -> None:
    bob = await server.irc("bob", "message-tags", "echo-message", "labeled-response")
    bob.send("JOIN #garden", "PRIVMSG #garden :who has the ladder? it was in #shed")
    await bob.until("the ladder")

    # Join: the page has the focus where something is missing
    alice = await desks(server, "", address="", home="alice")
    await alice.sees("page", "Join a chat")
    await alice.sees("focus", "Entry")
    await alice.type(f"localhost:{server.port}")
    await alice.press("Tab", "ctrl+a")
    await alice.type("alice")
    await alice.press("Return")
    await alice.sees("title", "lobby .*connected as alice")

    # Jump, by a part of a name, also into a room that one is not in
    await alice.press("ctrl+k")
    await alice.sees("card", "Jump.*not joined.*garden")
    await alice.type("gard")
    await alice.press("Return")
    await alice.sees("title", "^garden")
    await alice.sees("talk", "who has the ladder")

    # Reply: choose the message, R
    await alice.press("shift+Up")
    await alice.sees("chosen", "^(?!None)")
    await alice.press("r")
    await alice.sees("focus", "field")
    await alice.say("I have it")
    await alice.sees("talk", "bob.*who has the ladder\\?.*I have it")
    await bob.until("I have it")
    await alice.sees("tags", r"line own\|\t?I have it")

    # React: +, a name, Enter
    await alice.press("shift+Up", "Up", "plus")
    await alice.sees("card", "Picker")
    await alice.sees("focus", "picker")
    await alice.type("tada")
    await alice.press("Return")
    await alice.sees("talk", "🎉 1")
    await bob.until("+draft/react=🎉")
    await alice.press("plus")
    await alice.sees("focus", "picker")
    await alice.type("tada")
    await alice.press("Return")
    await bob.until("+draft/unreact=🎉")
    await alice.press("Return")
    await alice.sees("card", "^Menu.*Reply.*Go to #shed")
    await alice.press("Escape", "Escape")

    # Edit: ↑ in the empty field
    await alice.sees("focus", "field")
    await alice.press("Up")
    await alice.sees("field", "I have it")
    await alice.type(" here")
    await alice.press("Return")
    await alice.sees("talk", "I have it here +\\(edited\\)")

    # Search, and back
    await alice.press("ctrl+f")
    await alice.type("ladder")
    await alice.press("Return")
    await alice.sees("page", "1 of 1")
    await alice.press("Escape")
    await alice.sees("focus", "field")

    # A room with a key: it is asked for where one is not let in
    bob.send("JOIN #shed", "MODE #shed +k sesame")
    await bob.until("MODE #shed +k")
    await alice.say("/join shed")
    await alice.sees("card", "shed needs a key")
    await alice.type("open")
    await alice.press("Return")
    await alice.sees("card", "shed needs a key to join, and that was not it")
    await alice.sees("field", "^\\|$")
    await alice.type("sesame")
    await alice.press("Return")
    await alice.sees("title", "^shed")
    await alice.say("/join garden")
    await alice.sees("title", "^garden")

    # Remove: asked before
    await alice.press("shift+Up", "Delete")
    await alice.sees("card", "Remove your message\\?.*I have it here")
    await alice.press("Return")
    await alice.sees("talk", "alice removed a message")

    # Another theme, in the settings
    await alice.press("ctrl+comma")
    await alice.sees("card", "Settings")
    await alice.press("Tab", "Tab", "space")
    await alice.sees("theme", "dark")
    await alice.press("Escape")
    await alice.sees("talk", "who has the ladder")

    # Leave
    await alice.press("ctrl+q")
    await alice.ends()
    await bob.until("QUIT")
