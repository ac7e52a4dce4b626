"""The table of works: names that select, sizes that make sense."""

from __future__ import annotations

from tests.support.each import each

from hubbub.bench.measures import FOR_ANY, MEASURES
from hubbub.bench.works import FOR_ANY_SERVER, WORKS, Work


def test_every_work_has_a_name_of_its_own() -> None:
    names = [work.name for work in WORKS]
    assert len(set(names)) == len(names)
    assert set(names) <= set(MEASURES)


@each("work", WORKS, ids=lambda work: work.name)
def test_a_work_is_paced_one_way_and_has_a_witness(work: Work) -> None:
    assert bool(work.in_flight) != bool(work.rate)
    assert work.talkers < work.members or (work.echo and work.talkers == work.members)


def test_who_hears_a_message() -> None:
    assert Work("w", "", 1, 10, 1, 1).hearers == 9
    assert Work("w", "", 1, 10, 1, 1, echo=True).hearers == 10
    assert Work("w", "", 1, 10, 1, 1, caps=True).hearers == 10


def test_other_servers_are_asked_for_plain_irc_only() -> None:
    special = {work.name for work in WORKS if work.carrier != "tcp" or work.caps or work.echo}
    assert special
    assert not special & FOR_ANY_SERVER
    assert FOR_ANY_SERVER < FOR_ANY <= set(MEASURES)
