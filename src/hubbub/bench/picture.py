"""Results as a picture: a bar for each work, its server CPU per delivery over the floor's, as SVG."""

from __future__ import annotations

from html import escape

from .report import number
from .results import Results, WorkResult

WIDTH, NAMES, BARS, ROW, TOP = 980, 420, 460, 34, 64
FONT = 'font-family="sans-serif" font-size="13"'
LEGEND = "blue: the server, grey: the floor in the same run, red line: what is asked; each row has its own scale"
OURS, FLOOR, ASKED = "#3b6ea5", "#b9c4cf", "#c2452d"


def as_svg(results: Results) -> str:
    """One row for each work, each on its own scale: the costs differ a hundredfold between works."""
    height = TOP + ROW * len(results.works) + 16
    rows = "\n".join(_row(result, TOP + ROW * place) for place, result in enumerate(results.works))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {FONT}>
<rect width="{WIDTH}" height="{height}" fill="white"/>
<text x="16" y="26" font-size="16">{escape(results.circumstances.server)}: microseconds of CPU per delivery</text>
<text x="16" y="46" fill="#555">{LEGEND}</text>
{rows}
</svg>
"""


def _row(result: WorkResult, top: int) -> str:
    cost, floor, asked = result.load.cpu_us, result.floor.cpu_us if result.floor else 0.0, result.work.target_us
    scale = BARS / max(cost, floor, asked, 1e-9)
    parts = [
        f'<text x="16" y="{top + 18}">{escape(result.work.what)}</text>',
        _bar(top + 3, 14, cost * scale, OURS),
        _bar(top + 19, 7, floor * scale, FLOOR),
        f'<text x="{NAMES + BARS + 12}" y="{top + 16}">{number(cost)}</text>',
    ]
    if asked:
        x = NAMES + asked * scale
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{top + 29}" stroke="{ASKED}" stroke-width="2"/>')
    return "\n".join(parts)


def _bar(y: int, height: int, width: float, colour: str) -> str:
    return f'<rect x="{NAMES}" y="{y}" width="{width:.1f}" height="{height}" fill="{colour}"/>'
