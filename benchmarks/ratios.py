"""Ratios of two sides that took turns in one run, and how far they spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """The median of a run's rounds, each with a ratio of its own, and the lowest and the highest of them."""

    middle: float
    lowest: float
    highest: float
    rounds: int

    @classmethod
    def of(cls, ours: Sequence[float], floor: Sequence[float]) -> Ratio:
        """From what each round measured of both sides, in the order of the rounds."""
        each = [one / least for one, least in zip(ours, floor, strict=True)]
        return cls(median(each), min(each), max(each), len(each))

    def __str__(self) -> str:
        return f"**{self.middle:.2f} ×** ({self.lowest:.2f} … {self.highest:.2f})"

    def beside(self, most: float) -> str:
        """What it was to be at most, and whether it is."""
        return f"≤ {most:g} {'✓' if self.middle <= most else '✗'}"
