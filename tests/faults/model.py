"""What a partner's credits and enrollments must be, as plain dicts: the model that the state machine holds against.

Nothing fails here and nothing is at the same time, so it is what every command must come to in the end, whatever
failed on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.faults.world import COST

Outcome = tuple[str, Any]
"""`("done", credits left)` or the code of a refusal with what it says."""


@dataclass
class Model:
    """`attempts` holds for each person the statuses of their attempts at the paid course, in order."""

    available: int
    attempts: dict[int, list[str]]

    def top_up(self, credits: int) -> Outcome:
        self.available += credits
        return "done", self.available

    def deduct(self, credits: int) -> Outcome:
        if credits > self.available:
            return "insufficient-credits", {"required": credits, "available": self.available}
        self.available -= credits
        return "done", self.available

    def enroll(self, person: int) -> Outcome:
        if self.is_active(person):
            return "already-enrolled", None
        return self._pay([person])

    def batch(self, people: list[int], *, whole: bool) -> Outcome:
        """A whole batch is refused with who is enrolled already; a partial one places whom the credits pay for."""
        new = [person for person in people if not self.is_active(person)]
        if whole:
            return ("batch-refused", None) if new != people else self._pay(new)
        paid = new[: self.available // COST]
        left = [
            ("enrolled" if p in paid else "insufficient_credits") if p in new else "already_enrolled" for p in people
        ]
        if not paid:
            return "nobody", left
        self._pay(paid)
        return "batch", left

    def withdraw(self, person: int, attempt: int) -> Outcome:
        statuses = self.attempts.get(person, [])
        if attempt > len(statuses):
            return "not-found", None
        if statuses[attempt - 1] != "enrolled":
            return "already-over", {"enrollment_status": statuses[attempt - 1]}
        statuses[attempt - 1] = "withdrawn"
        self.available += COST
        return "done", self.available

    def complete(self, person: int, attempt: int) -> Outcome:
        statuses = self.attempts.get(person, [])
        if attempt > len(statuses):
            return "not-found", None
        if statuses[attempt - 1] == "withdrawn":
            return "already-over", {"enrollment_status": "withdrawn"}
        statuses[attempt - 1] = "completed"
        return "done", None

    def is_active(self, person: int) -> bool:
        return self.attempts.get(person, ["none"])[-1] == "enrolled"

    def _pay(self, people: list[int]) -> Outcome:
        cost = COST * len(people)
        if cost > self.available:
            return "insufficient-credits", {"required": cost, "available": self.available}
        self.available -= cost
        for person in people:
            self.attempts.setdefault(person, []).append("enrolled")
        return "done", self.available
