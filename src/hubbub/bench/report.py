"""Results as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from .results import Account, Circumstances, Figure, Results, WorkResult

WORK_HEADS = (
    "work",
    "CPU us",
    "floor us",
    "ratio",
    "asked",
    "deliveries/s",
    "p50 ms",
    "floor p50",
    "p99 ms",
    "p99.9 ms",
    "KB/conn",
    "missing",
    "generator us",
)
FIGURE_HEADS = ("figure", "value", "asked")


def as_json(results: Results) -> bytes:
    """All of it, with what is derived (CPU per delivery, ratios) beside what it is derived from."""
    document = {
        "circumstances": results.circumstances,
        "works": [_work_object(result) for result in results.works],
        "figures": [{**msgspec.structs.asdict(figure), "reached": figure.reached} for figure in results.figures],
        "accounts": [{**msgspec.structs.asdict(one), "explained": one.explained} for one in results.accounts],
        "missing": results.missing,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _work_object(result: WorkResult) -> dict[str, object]:
    load, floor = result.load, result.floor
    return {
        "name": result.work.name,
        "work": result.work,
        "stored": result.stored,
        "cpu_us": load.cpu_us,
        "generator_us": load.generator_us,
        "floor_cpu_us": floor.cpu_us if floor else None,
        "ratio": result.ratio,
        "deliveries_per_second": load.deliveries / load.seconds,
        "load": load,
        "floor": floor,
    }


def as_text(results: Results) -> str:
    """Two tables in Markdown, under a line about where they come from."""
    parts = [_circumstances(results.circumstances)]
    if results.works:
        parts.append(table(WORK_HEADS, [_work_row(result) for result in results.works]))
    if results.figures:
        parts.append(table(FIGURE_HEADS, [_figure_row(figure) for figure in results.figures]))
    if results.accounts:
        parts.append(_accounts(results.accounts))
    return "\n\n".join(parts)


def _accounts(accounts: Sequence[Account]) -> str:
    """One row a part, the dearest in the first work on top; one column a work."""
    names = list(dict.fromkeys(part for account in accounts for part in account.parts))
    names.sort(key=lambda part: -accounts[0].parts.get(part, 0.0))
    rows = [[part, *(number(account.parts.get(part, 0.0)) for account in accounts)] for part in names]
    rows.append(["all of it", *(number(account.total) for account in accounts)])
    rows.append(["explained", *(f"{account.explained:.0%}" for account in accounts)])
    return table(["CPU us a message", *(account.work.name for account in accounts)], rows)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns; the first is text, the others are numbers."""
    columns = list(zip(heads, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    lines = [_row(heads, widths), "|" + "|".join("-" * (width + 2) for width in widths) + "|"]
    lines += [_row(row, widths) for row in rows]
    return "\n".join(lines)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        f"{cell:<{width}}" if not place else f"{cell:>{width}}" for place, (cell, width) in _placed(cells, widths)
    )
    return "| " + " | ".join((first, *others)) + " |"


def _placed(cells: Sequence[str], widths: Sequence[int]) -> enumerate[tuple[str, int]]:
    return enumerate(zip(cells, widths, strict=True))


def _work_row(result: WorkResult) -> list[str]:
    load, floor, ratio = result.load, result.floor, result.ratio
    stored = f" ({result.stored:,} stored)" if result.stored else ""
    return [
        result.work.what + stored,
        number(load.cpu_us) if load.cpu else "?",
        number(floor.cpu_us) if floor and floor.cpu else "",
        number(ratio) if ratio else "",
        number(result.work.target_us) if result.work.target_us else "",
        f"{load.deliveries / load.seconds:,.0f}",
        number(load.p50),
        number(floor.p50) if floor else "",
        number(load.p99),
        number(load.p999),
        number(load.connection_bytes / 1024),
        str(load.missing),
        number(load.generator_us),
    ]


def _figure_row(figure: Figure) -> list[str]:
    sign = ">=" if figure.more_is_better else "<="
    asked = "" if figure.asked is None else f"{sign} {number(figure.asked)} {figure.unit}"
    return [figure.what, f"{number(figure.value)} {figure.unit}", asked]


def _circumstances(where: Circumstances) -> str:
    return (
        f"{where.server} on {where.processor} ({where.cores} cores), {where.system}, "
        f"Python {where.python}, {where.at}, {where.seconds:g} s a work, load average before {where.load_average:.1f}"
    )


def number(value: float) -> str:
    """Three digits, and thousands."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
