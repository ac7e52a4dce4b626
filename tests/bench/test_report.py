"""The results as a table, as JSON and as a picture."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import msgspec
import pytest

from hubbub.bench import picture, report
from hubbub.bench.load import Load
from hubbub.bench.results import Circumstances, Figure, Results, WorkResult
from hubbub.bench.works import SIX

WHERE = Circumstances("hubbub <1>", "a CPU", 2, "3.11", "Linux", "2026-01-01T00:00:00+00:00", 5, 0.1)
LOAD = Load(1_000, 1_000_000, 0, 2.0, 0.5, 0.0, 0.3, 1, 20, 300, 4096)
FLOOR = msgspec.structs.replace(LOAD, cpu=0.25)


def results(load: Load = LOAD, floor: Load | None = FLOOR) -> Results:
    figure = Figure("start", "start on an empty data folder", 0.31, "s", 0.5)
    return Results(WHERE, [WorkResult(SIX[0], load, floor)], [figure])


def test_the_table_shows_cost_floor_and_ratio() -> None:
    row = next(line for line in report.as_text(results()).splitlines() if SIX[0].what in line)
    assert [cell.strip() for cell in row.split("|")][2:7] == ["0.50", "0.25", "2.00", "0.45", "500,000"]


def test_the_table_has_the_floor_s_median_beside_that_of_the_server() -> None:
    text = report.as_text(results(floor=msgspec.structs.replace(FLOOR, p50=0.66)))
    heads, row = ([cell.strip() for cell in line.split("|")] for line in text.splitlines()[2:5:2])
    assert (row[heads.index("p50 ms")], row[heads.index("floor p50")]) == ("1.00", "0.66")


def test_columns_are_aligned() -> None:
    lines = report.table(("name", "n"), [["a", "1"], ["longer", "1,000"]]).splitlines()
    assert len({len(line) for line in lines}) == 1


def test_without_a_floor_there_is_no_ratio() -> None:
    assert results(floor=None).works[0].ratio is None
    assert "floor" in report.as_text(results(floor=None))


def test_a_server_whose_process_is_unknown_has_no_cost() -> None:
    unknown = results(msgspec.structs.replace(LOAD, cpu=0.0))
    assert unknown.works[0].ratio is None
    assert "? |" in report.as_text(unknown)


def test_json_holds_what_the_table_shows() -> None:
    document = json.loads(report.as_json(results()))
    (work,) = document["works"]
    assert (work["cpu_us"], work["floor_cpu_us"], work["ratio"]) == (0.5, 0.25, 2.0)
    assert work["load"]["p999"] == 300
    assert document["figures"][0]["reached"] is True
    assert document["missing"] == 0


def test_missing_messages_are_counted() -> None:
    assert results(msgspec.structs.replace(LOAD, missing=3)).missing == 3


def test_the_picture_is_xml_with_a_bar_for_the_server_and_one_for_the_floor() -> None:
    root = ElementTree.fromstring(picture.as_svg(results()))
    bars = [float(bar.attrib["width"]) for bar in root.iter("{http://www.w3.org/2000/svg}rect")][1:]
    assert bars[0] == pytest.approx(2 * bars[1], rel=0.01)


@pytest.mark.parametrize(("value", "reached"), [(19_999, False), (20_000, True)])
def test_more_is_better_for_some(value: float, reached: bool) -> None:
    assert Figure("accepted", "", value, "/s", 20_000, more_is_better=True).reached is reached


@pytest.mark.parametrize(("value", "text"), [(0.456, "0.46"), (12.34, "12.3"), (1234.5, "1,234")])
def test_numbers_have_three_digits(value: float, text: str) -> None:
    assert report.number(value) == text
