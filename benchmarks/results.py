"""The raw numbers as one JSON file; a part that is measured anew replaces its own numbers only."""

import json
from pathlib import Path
from typing import Any

Numbers = dict[str, Any]


def load(path: Path) -> Numbers:
    """Return what has been measured before, by part."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def save(path: Path, found: Numbers) -> None:
    """Write everything measured so far; a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_rounded(found), ensure_ascii=False, indent=1)
    half = path.with_suffix(".part")
    half.write_text(text + "\n", encoding="utf-8")
    half.replace(path)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {str(key): _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value
