"""Reads the web client's style sheet of tokens and writes palette.json: `python -m hubbub.theme.sheet TOKENS.CSS`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from hubbub.theme.mixing import mix

PALETTE = Path(__file__).parent / "palette.json"
COLOUR = r"#[0-9a-f]{6}|rgb\([^)]*\)"
PAIR = re.compile(rf"--([a-z0-9-]+): light-dark\(\s*({COLOUR}),\s*({COLOUR})\s*\)")
SURFACES = ("ground", "canvas", "raised", "mention-soft", "accent-soft")
LAYERS = ("hover", "active")  # half transparent in the sheet; here once for each surface they can lie on

Colours = dict[str, str]


def read(sheet: str) -> dict[str, Colours]:
    """The four themes of a sheet: light, dark, and both with more contrast; each colour as `#rrggbb`."""
    normal, _, more = sheet.partition("@media (prefers-contrast: more)")
    more = more.partition(':root[data-contrast="more"]')[0]
    themes: dict[str, Colours] = {}
    for place, name in enumerate(("light", "dark")):
        values = _values(normal, place)
        themes[name] = _opaque(values)
        themes[f"{name}-contrast"] = _opaque(values | _values(more, place))
    return themes


def _values(part: str, place: int) -> Colours:
    return {found[1]: found[2 + place] for found in PAIR.finditer(part)}


def _opaque(values: Colours) -> Colours:
    """Names with `_` for `-`, and layers mixed with what they lie on: toolkits know no transparency."""
    solid = {name.replace("-", "_"): value for name, value in values.items() if value.startswith("#")}
    for layer in LAYERS:
        red, green, blue, part = map(float, re.findall(r"[\d.]+", values[layer]))
        above = f"#{int(red):02x}{int(green):02x}{int(blue):02x}"
        for surface in SURFACES:
            solid[f"{layer}_{surface.replace('-', '_')}"] = mix(values[surface], above, part)
    return solid


def main(sheet: str) -> None:
    themes = read(Path(sheet).read_text(encoding="utf-8"))
    PALETTE.write_text(json.dumps(themes, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
