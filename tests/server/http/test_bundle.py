"""The modules of a page in one: they do what they do apart, and those that come later share what is in there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.server.http.test_static import got
from tests.support.each import each

from hubbub.server.http.bundle import CannotBundle, bundle
from hubbub.server.http.refused import Refused
from hubbub.server.http.slimming import slim_js
from hubbub.server.http.static import Folder

MODULES = {
    "index.html": """<link rel="stylesheet" href="./styles/a.css">
<link rel="stylesheet" href="./styles/b.css">
{{modules}}""",
    "styles/a.css": "a { color: red }\n",
    "styles/b.css": "/* b */\nb { color: blue }\n",
    "main.js": """import { say } from "./talk/say.js";
import * as count from "./count.js";
count.add(2);
const { more } = await import("./talk/more.js");
console.log(say("x"), more(), count.total());
""",
    "talk/say.js": """import { shout as loud } from "../vendor/loud.module.js";
import {
  add,
  total,
} from "../count.js";
const NAME = 'say';
export function say(word) {
  add(1);
  return `${NAME} ${loud(word)} ${total()}`;
}
export function said() {
  return say("again");
}
export const late = () => import("./more.js");
""",
    "count.js": """import { said } from "./talk/say.js";
let sum = 0;
const NAME = "count";
export function add(n) {
  sum += n;
}
export function* all() {
  yield NAME;
}
const total = () => sum;
export { total };
export class Counter {
  speak() {
    return said();
  }
}
""",
    "talk/more.js": """import { Counter, total } from "../count.js";
import { say } from "./say.js";
import { half } from "./half.js";
import { shout } from "../vendor/loud.module.js";
export const more = () => [say("y"), half(total()), shout("z"), new Counter().speak()].join();
""",
    "talk/half.js": "export const half = (n) => n / 2;\n",
    "vendor/loud.module.js": "export function shout(word){return word.toUpperCase()}\n",
}
ODD = ['import x from "./b.js";', "export default 1;", "export let x = 1;", 'import "./b.js";']


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    for name, text in MODULES.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text)
    return Folder(tmp_path / "in")


def run(folder: Path) -> str:
    (folder / "package.json").write_text('{"type": "module"}')
    return subprocess.run(["node", "main.js"], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_modules_do_the_same_in_one(folder: Folder, tmp_path: Path) -> None:
    out, version = tmp_path / "out", folder.version()
    for name in ("main.js", "bundle.js", "talk/more.js", "talk/half.js", "vendor/loud.module.js"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(got(folder, f"v/{version}/{name}").body)
    assert run(out) == run(tmp_path / "in") == "say X 3 say Y 4,2,Z,say AGAIN 5 5\n"
    assert "function say(word)" in (out / "bundle.js").read_text()
    assert "half" not in (out / "bundle.js").read_text()


def test_what_is_loaded_later_is_of_the_version_that_the_page_is_of(folder: Folder) -> None:
    old = folder.version()
    got(folder, f"v/{old}/talk/more.js")
    (folder.root / "talk" / "say.js").write_text(MODULES["talk/say.js"] + "// new\n")
    with pytest.raises(Refused):
        got(folder, f"v/{old}/talk/more.js")
    assert got(folder, f"v/{old}/main.js").body == got(folder, f"v/{folder.version()}/main.js").body
    got(folder, f"v/{folder.version()}/talk/more.js")


def test_style_sheets_are_one_and_files_by_their_own_name_stay_as_they_are(folder: Folder) -> None:
    assert got(folder, f"v/{folder.version()}/page.css").body == b"a{color:red}\n\nb{color:blue}\n"
    assert got(folder, "talk/say.js").body.decode() == slim_js(MODULES["talk/say.js"])


@each("odd", ['import x from "./b.js";', "export default 1;", "export let x = 1;", 'import "./b.js";'])
def test_what_is_not_understood_is_said(odd: str) -> None:
    with pytest.raises(CannotBundle, match=r"a\.js"):
        bundle(["a.js"], {"a.js": odd + "\n"}.get)


def test_two_that_import_each_other_share_functions_alone() -> None:
    modules = {
        "a.js": 'import { b } from "./b.js";\nexport const a = 1;\n',
        "b.js": 'import { a } from "./a.js";\nexport const b = a;\n',
    }
    with pytest.raises(CannotBundle, match="import each other"):
        bundle(["a.js", "b.js"], modules.get)
