"""The rules that keep the code readable and safe, checked on the files themselves."""

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tvgeo"
MODULES = sorted(PACKAGE.rglob("*.py"))
VIEWS = sorted((PACKAGE / "ui" / "views").glob("*.py"))
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as c; c()"
MODULE_LINES, VIEW_LINES = 300, 60
# folium runs Jinja that it finds in data; leafmap hands data to it.
FOLIUM = {"folium", "branca", "leafmap", "streamlit_folium"}
MAY_IMPORT_FOLIUM = "tvgeo/render/html_map.py"
MAY_WRITE_HTML = "tvgeo/ui/components/chrome.py"
# Modules with names that say nothing gather everything.
EMPTY_NAMES = {"utils", "helpers", "common", "misc", "manager"}


def name(path):
    return path.relative_to(ROOT).as_posix()


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path):
    """Return the packages a file imports, at its top or anywhere inside."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_the_layers_import_only_downwards():
    """In a process of its own: import-linter silences the loggers of the one it runs in."""
    ended = subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout


def longer_than(limit, paths):
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return {path: count for path, count in lines.items() if count > limit}


def test_a_page_fits_a_screen():
    assert longer_than(VIEW_LINES, VIEWS) == {}


def test_a_module_is_short_and_its_name_says_what_it_is():
    assert longer_than(MODULE_LINES, MODULES) == {}
    assert [name(path) for path in MODULES if path.stem in EMPTY_NAMES] == []


def test_no_folder_of_the_pages_is_named_pages():
    """Streamlit would run its files directly: without shell, language and gate."""
    assert [p for p in (PACKAGE / "ui").rglob("pages") if p.is_dir()] == []
    assert not (ROOT / "pages").exists()


def test_the_launcher_calls_the_application_literally():
    """Streamlit finds `app = st.App(...)` by its syntax; otherwise there is no gate at all."""
    calls = [
        ast.unparse(node.value.func)
        for node in tree(ROOT / "app.py").body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        and ast.unparse(node.targets[0]) == "app"
    ]  # fmt: skip
    assert calls == ["st.App"]


def test_only_one_module_meets_folium():
    others = [*MODULES, ROOT / "app.py", *sorted((ROOT / "tools").glob("*.py"))]
    assert [name(p) for p in others if imported(p) & FOLIUM] == [MAY_IMPORT_FOLIUM]


def test_only_one_module_writes_html_into_a_page():
    """Everything else reaches the browser as text nodes or as attributes."""
    found = set()
    for path in MODULES:
        for node in ast.walk(tree(path)):
            unsafe = isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html"
            raw = isinstance(node, ast.Attribute) and ast.unparse(node) in {
                "st.html", "st.iframe", "components.html",
            }  # fmt: skip
            if unsafe or raw:
                found.add(name(path))
    assert found <= {MAY_WRITE_HTML}


def test_that_module_writes_nothing_from_data():
    """What it writes is a constant of its own."""
    calls = [
        node for node in ast.walk(tree(ROOT / MAY_WRITE_HTML))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.html"
    ]  # fmt: skip
    names = {
        n.id
        for call in calls
        for a in call.args
        for n in ast.walk(a)
        if isinstance(n, ast.Name)
    }
    assert all(each.isupper() for each in names), names


def test_no_error_is_swallowed_unseen():
    bare = [
        f"{name(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []


def test_only_the_pages_use_widgets():
    """`web` may start Streamlit; everything below it does not know of it."""
    users = {name(p).split("/")[1] for p in MODULES if "streamlit" in imported(p)}
    assert users <= {"ui", "web"}


def test_the_core_reads_no_files_and_no_clock():
    for path in (PACKAGE / "core").glob("*.py"):
        assert not imported(path) & {"os", "pathlib", "io", "time", "pandas", "geopandas"}, path
        calls = {ast.unparse(n.func) for n in ast.walk(tree(path)) if isinstance(n, ast.Call)}
        assert not calls & {"date.today", "datetime.now", "open"}, path


def test_nothing_names_a_place_on_somebodys_disk():
    homes = ("/home" + os.sep, "/Users" + os.sep)
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert not any(home in text for home in homes), path
