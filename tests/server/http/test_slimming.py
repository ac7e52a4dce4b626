"""What only people read goes from scripts and style sheets, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.support.each import each

import hubbub
from hubbub.server.http.slimming import slim_css, slim_js

WEB = Path(hubbub.__file__).parent / "web"

CHECK = """
import vm from "node:vm"; import fs from "node:fs";
for (const file of process.argv.slice(2)) {
  try { new vm.SourceTextModule(fs.readFileSync(file, "utf8")); } catch (error) { console.log(file, error.message); }
}
"""


CASES = [
    ("/** Why.\n * @param {any} a */\nexport const a = 1; // so\n", "export const a=1;"),
    ("const a = 'no // comment', b = \"/* none */\";", "const a='no // comment',b=\"/* none */\";"),
    ("const a = `kept //\n  ${ /* gone */ b }\n /* kept */`;", "const a=`kept //\n  ${b}\n /* kept */`;"),
    ("html`<p>\n   ${a.map(() => html`<i>\n  </i>`)}\n </p>`", "html`<p>\n${a.map(()=>html`<i>\n</i>`)}\n</p>`"),
    ("const a = `${{ b: { c: `}` } }.b}`; // x", "const a=`${{b:{c:`}`}}.b}`;"),
    ("a = /[/'\"`]\\/\\*/g.test(b) ? c / d / e : (f) / 2;", "a=/[/'\"`]\\/\\*/g.test(b)?c / d / e:(f)/ 2;"),
    ("return /\\/\\/.*/u;", "return /\\/\\/.*/u;"),
    ("let a = b\n\n\n  // c\n  ++d", "let a=b\n++d"),
    ("a = b - -c, d ? .5 : `e  ${ f }  g`", "a=b - -c,d?.5:`e  ${f}  g`"),
    ('import { a as b } from "./c.js";\nexport { a, b };', 'import {a as b} from "./c.js";\nexport {a,b};'),
    ("f({\n  a, // b\n\n  c: [\n    d,\n  ],\n});", "f({a,c:[d,],});"),
    ("a = `${\n b }`, `{\n,\n`", "a=`${b}`,`{\n,\n`"),
    ("a = b /* c */ + /* d */ e", "a=b + e"),
    (
        "if (a) {\n  b(\n    c,\n    [\n d ],\n  );\n}\ne;\nexport const f = 1;",
        "if(a){b(c,[d],);}\ne;\nexport const f=1;",
    ),
]


@each(("source", "short"), CASES)
def test_a_script_loses_what_only_people_read(source: str, short: str) -> None:
    assert slim_js(source).strip() == short


def test_a_style_sheet_too() -> None:
    assert slim_css('/* a */\n.b { content: "/* c: { */";\n  d: e }\n\n/* f */ .g { }') == (
        '.b{content:"/* c: { */";\nd:e}\n .g{}'
    )
    assert slim_css("@media (a: b) and (c) {\n  a :hover, .b > i { d: calc(1px + 2px) !important; }\n}") == (
        "@media (a:b) and (c){\na :hover,.b > i{d:calc(1px + 2px) !important;}\n}"
    )


def test_every_script_of_the_web_client_is_still_one(tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node, "node is needed: make test installs it"
    files = []
    for path in WEB.rglob("*.js"):
        if path.name != "early.js" and "vendor" not in path.parts:
            file = tmp_path / path.relative_to(WEB).as_posix().replace("/", "-")
            file.write_text(slim_js(path.read_text("utf-8")), "utf-8")
            files.append(str(file))
    check = tmp_path / "check.mjs"
    check.write_text(CHECK)
    done = subprocess.run(
        [node, "--experimental-vm-modules", "--no-warnings", str(check), *files],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert len(files) > 100
    assert done.stdout == ""
