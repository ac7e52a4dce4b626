"""How reports change the world."""

from __future__ import annotations

from hubbub.chat import audience
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import ReportChanged, ReportForgotten, ReportMade
from hubbub.chat.world.state import World


def report_noted(world: World, event: ReportMade | ReportChanged) -> None:
    world.reports.add(event.report)


def report_forgotten(world: World, event: ReportForgotten) -> None:
    world.reports.known.pop(event.number, None)


RULES: Rules = rules(
    rule(ReportMade, report_noted, heard=audience.of_handlers),
    rule(ReportChanged, report_noted),
    rule(ReportForgotten, report_forgotten),
)
