"""Which records somebody sees whose role is narrowed: a supervisor's or a trainer's.

Either chosen courses (with who is enrolled in them), or people chosen by tag or organization. A scope that names
nothing shows nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Scope:
    """Ids of courses and organizations, and tags of contacts; a record in any of them is seen."""

    courses: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Scope:
        """From the `scope` of a membership's item."""
        said = item.get("scope") or {}
        return cls(*(frozenset(said.get(name, ())) for name in ("courses", "organizations", "tags")))

    def stored(self) -> dict[str, list[str]]:
        """As a membership keeps it."""
        return {
            "courses": sorted(self.courses),
            "organizations": sorted(self.organizations),
            "tags": sorted(self.tags),
        }

    def has_course(self, course_id: str) -> bool:
        return course_id in self.courses
