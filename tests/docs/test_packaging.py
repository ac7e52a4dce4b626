"""What is under packaging/ is what the docs show, and what its readers take."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from hatch_build import absolute

from hubbub.settings.surroundings import surroundings

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"


def test_the_unit_of_the_docs_is_that_of_the_package() -> None:
    text = (ROOT / "docs" / "running.md").read_text("utf-8")
    shown = text.partition("<!-- packaging/systemd/hubbub.service -->\n\n```ini\n")[2].partition("```\n")[0]
    assert shown == (PACKAGING / "systemd" / "hubbub.service").read_text("utf-8")


def test_nginx_is_set_up_as_the_docs_say() -> None:
    blocks = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs" / "running.md").read_text("utf-8"), re.DOTALL)
    lines = (PACKAGING / "proxies" / "nginx.conf").read_text("utf-8").splitlines(keepends=True)
    assert "".join(line for line in lines if not line.startswith("#") and line.strip()) == "".join(blocks)


def test_the_unit_tells_systemd_what_the_server_does() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(PACKAGING / "systemd" / "hubbub.service")
    service = unit["Service"]
    assert (service["Type"], service["WatchdogSec"]) == ("notify", "60")
    assert "hubbub reload" in service["ExecReload"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for name in ("hubbub.service", "hubbub.socket"):
        text = (PACKAGING / "systemd" / name).read_text("utf-8").replace("/opt/hubbub/bin/hubbub", "/bin/true")
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "hubbub" in line] == []


def test_the_settings_of_the_container_are_settings() -> None:
    known = {}
    for file in ("compose.yaml", "compose-caddy.yaml"):
        lines = (PACKAGING / "container" / file).read_text("utf-8").splitlines()
        pairs = dict(line.strip().split(": ", 1) for line in lines if line.strip().startswith("HUBBUB_"))
        known[file] = {name: text.strip('"').replace("${CHAT}", "chat.example.org") for name, text in pairs.items()}
    assert surroundings(known["compose.yaml"]).keys() == {"server.name", "backup.every"}
    behind = surroundings(known["compose-caddy.yaml"])
    assert behind.keys() == {"server.name", "backup.every", "web.url", "web.irc", "web.trusted_proxies"}


def test_the_package_says_what_its_index_shows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)} <= set(project["classifiers"])


def test_what_an_index_of_packages_shows_leads_to_the_project_or_nowhere() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    links = re.compile(r"\]\(([^)]+)\)")
    there = links.findall(absolute(text, "https://git.example.org/hubbub"))
    assert len(there) == len(links.findall(text))
    assert "https://git.example.org/hubbub/blob/main/docs/joining.md" in there
    assert "https://git.example.org/hubbub/raw/main/docs/pictures/web-light.png" in there
    for link in there:
        assert link.startswith("https://")
        path = link.partition("/main/")[2].partition("#")[0]
        assert (ROOT / path).exists(), link
    nowhere = absolute(text, "")
    assert links.findall(nowhere) == []
    assert "Finding the server's address" in nowhere


def test_shells_take_the_scripts() -> None:
    scripts = [PACKAGING / "linux" / "build", *(PACKAGING / "linux").glob("*.sh")]
    assert len(scripts) == 5
    for script in scripts:
        subprocess.run(["sh", "-n", str(script)], check=True)


def test_all_that_goes_into_packages_is_there() -> None:
    text = (PACKAGING / "linux" / "nfpm.yaml").read_text("utf-8")
    named = re.findall(r"(?:src|postinstall|preremove|postremove): ([\w./-]+)", text)
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.skipif(shutil.which("ruby") is None, reason="no ruby here")
def test_ruby_takes_the_formula() -> None:
    subprocess.run(["ruby", "-c", str(PACKAGING / "homebrew" / "hubbub.rb")], check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("nix-instantiate") is None, reason="no nix here")
@pytest.mark.parametrize("name", ["module.nix", "package.nix"])
def test_nix_takes_the_module(name: str) -> None:
    file = PACKAGING / "nix" / name
    subprocess.run(["nix-instantiate", "--parse", str(file)], check=True, capture_output=True)


def test_the_module_of_nixos_has_the_service_of_the_unit() -> None:
    unit = (PACKAGING / "systemd" / "hubbub.service").read_text("utf-8").partition("[Service]")[2].partition("[")[0]
    names = {line.partition("=")[0] for line in unit.split() if "=" in line} - {"hubbub"}
    module = (PACKAGING / "nix" / "module.nix").read_text("utf-8")
    assert {name for name in names if f"{name} = " not in module} == set()
    libraries = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    wanted = {re.split(r"[<>=;]", line)[0].strip().replace("_", "-") for line in libraries}
    package = (PACKAGING / "nix" / "package.nix").read_text("utf-8")
    assert {name for name in wanted if f"    {name}\n" not in package} == set()
