"""How files change the world. What messages have of them changes with the messages (`messages/sending`)."""

from __future__ import annotations

from hubbub.chat.events import FileRemoved, FileUploaded
from hubbub.chat.world.files import File
from hubbub.chat.world.state import World

from .rule import Rules, rule, rules


def uploaded(world: World, event: FileUploaded) -> None:
    world.files.add(File(event.file, event.hash, event.party, event.owner, event.at))


def removed(world: World, event: FileRemoved) -> None:
    world.files.remove(event.file)


RULES: Rules = rules(rule(FileUploaded, uploaded), rule(FileRemoved, removed))
