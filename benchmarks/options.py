"""What a run of the benchmarks has been asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """The selection, where the results go, and how progress is told."""

    only: list[str]
    sizes: list[int]
    tools: list[str]
    quick: bool
    out: Path
    say: Callable[[str], None]
    failed: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> Path:
        """Where the raw numbers are."""
        return self.out / "benchmarks.json"

    @property
    def page(self) -> Path:
        """Where the page is."""
        return self.out / "benchmarks.md"
