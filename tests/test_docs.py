"""The documents tell the truth: links lead somewhere, commands exist and print what is shown."""

import re
import sys
from pathlib import Path

import click
import pytest

from tvgeo import cli
from tvgeo.services import base, documents

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import console_blocks  # noqa: E402

README = (ROOT / "README.md").read_text(encoding="utf-8")
VIETNAMESE, ENGLISH = README.split("\n---\n")
DOCUMENTS = [*console_blocks.documents(), ROOT / "CHANGELOG.md", *ROOT.glob("*/README.md")]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)|src=\"([^\"]+)\"")


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", console_blocks.documents(), ids=name)
def test_a_shown_command_prints_what_is_shown(path, monkeypatch):
    """Renew with `python tools/console_blocks.py --write`."""
    monkeypatch.delenv("TVGEO_TODAY", raising=False)
    text = path.read_text(encoding="utf-8")
    assert console_blocks.renewed(text) == text


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_link_leads_to_a_file(path):
    """Pictures are drawn by `make screenshots`."""
    text = path.read_text(encoding="utf-8")
    links = {a or b for a, b in LINK.findall(text)}
    missing = [
        link for link in links if "://" not in link and not (path.parent / link).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
@pytest.mark.parametrize("command", cli.cli.commands.values(), ids=lambda c: c.name)
def test_every_command_and_option_is_in_the_readme_and_has_help(command, language):
    assert command.help
    [line] = [each for each in language.splitlines() if each.startswith(f"| `{command.name}")]
    for option in command.params:
        if isinstance(option, click.Option) and "--help" not in option.opts:
            assert option.help, option.name
            assert any(f"{said}" in line for said in option.opts), option.name


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_the_options_of_all_commands_are_in_the_readme(language):
    for option in cli.cli.params:
        assert any(f"`{said}" in language for said in option.opts), option.name


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_every_shown_command_of_ours_exists(language):
    shown = set(re.findall(r"python -m tvgeo (?:--\w+ \S+ )*([a-z]+)", language))
    assert shown <= set(cli.cli.commands)


def test_the_readme_says_the_same_in_both_languages():
    headings = [len(re.findall("^## ", half, re.MULTILINE)) for half in (VIETNAMESE, ENGLISH)]
    assert headings[0] == headings[1]
    tables = [half.count("\n|") for half in (VIETNAMESE, ENGLISH)]
    assert tables[0] == tables[1]


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_the_readme_counts_as_check_does(language):
    checked = documents.check(base.open_base(ROOT / "data"))
    assert f"{len(checked['unlocated'])} " in language
    assert f"{checked['counts']['targets']} " in language
    assert f"{checked['counts']['tasks']} " in language


def test_every_make_target_that_is_named_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        named = set(re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", text, re.MULTILINE))
        assert {a or b for a, b in named} <= targets, name(path)
