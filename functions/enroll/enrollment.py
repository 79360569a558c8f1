"""An enrollment: one person's attempt at one course, what was paid for it and how it stands.

Keyed by (partner, course, contact, attempt); the id encodes that key. Only *enrolled* is active: completed,
expired and withdrawn are over, and what is over does not become active again, a new attempt does. The one exception
is a result that is taken back before there is a new attempt: the enrollment then is active as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from shared import keys
from shared.ids import EnrollmentKey

Status = Literal["enrolled", "completed", "expired", "withdrawn"]
Result = Literal["passed", "not_passed"]
ACTIVE: frozenset[str] = frozenset({"enrolled"})


@dataclass(frozen=True)
class Enrollment:
    """Its record. `organization_id` is set when made and never derived later (None: personal)."""

    key: EnrollmentKey
    status: Status
    cost: int
    enrolled_at: str
    enrolled_by: str
    entry_seq: int | None = None
    organization_id: str | None = None
    batch_id: str | None = None
    opened_at: str | None = None
    withdrawn_at: str | None = None
    refunded: int | None = None
    result: Result | None = None
    grade: int | None = None
    completed_at: str | None = None

    @classmethod
    def of(cls, item: dict[str, Any]) -> Enrollment:
        """From its item in the Portal table."""
        partner_id = item["pk"].split("#")[1]
        key = EnrollmentKey(partner_id, item["course_id"], item["contact_id"], item["attempt"])
        return cls(key=key, **{name: item.get(name) for name in _STORED})  # type: ignore[arg-type]

    @property
    def id(self) -> str:
        return self.key.id

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def has_result(self) -> bool:
        """Whether there is something to see that is the person's own business: who looks at it is written down."""
        return self.result is not None or self.grade is not None

    def stored(self) -> dict[str, Any]:
        """Its attributes as they are written, those of the indexes among them."""
        scope = f"PARTNER#{self.key.partner_id}"
        item = {name: getattr(self, name) for name in _STORED} | {
            "course_id": self.key.course_id,
            "contact_id": self.key.contact_id,
            "attempt": self.key.attempt,
            "list_pk": f"{scope}#ENROLLMENTS",
            "list_sk": f"{self.enrolled_at}#{keys.enrollment(*self.key).sk}",
            "a_pk": f"{scope}#CONTACT#{self.key.contact_id}",
        }
        if self.organization_id:
            item["b_pk"] = f"{scope}#ORGANIZATION#{self.organization_id}"
        return item

    def view(self) -> dict[str, Any]:
        """How the API shows it; credits are whole, times RFC 3339."""
        return {
            "id": self.id,
            "status": self.status,
            "course_id": self.key.course_id,
            "contact_id": self.key.contact_id,
            "attempt": self.key.attempt,
        } | {name: getattr(self, name) for name in _STORED if name not in ("status", "opened_at")}


_STORED = (
    "status", "cost", "entry_seq", "organization_id", "batch_id", "enrolled_at", "enrolled_by", "opened_at",
    "withdrawn_at", "refunded", "result", "grade", "completed_at",
)  # fmt: skip
