"""What a result does to an enrollment, decided without I/O.

A result completes it, and the day of the first one stays the day of completion. Taken back, the enrollment is active
as it was. A grade goes with a result: it can't stand alone, and goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from functions.enroll.enrollment import Enrollment, Result
from shared.ids import is_own_course
from shared.problems import Problem

LOWEST_GRADE, HIGHEST_GRADE = 0, 100


def judging(course_id: str) -> str:
    """The action that setting a result in this course is: who owns the course judges (C-36x).

    Of the platform's courses the platform and its trainers; of a partner's own the partner's admins, and nobody else.
    """
    return "own_course:result" if is_own_course(course_id) else "enrollment:result"


@dataclass(frozen=True)
class Judgement:
    """What is asked: the fields that were given, None to take one back; what is not given stays."""

    given: dict[str, Any]

    def of(self, before: Enrollment, at: str) -> Enrollment:
        """The enrollment as judged.

        Raises: Problem `already-over` (enrollment_status) for one that was withdrawn or expired, `result-missing` for a
        grade without a result.
        """
        if before.status not in ("enrolled", "completed"):
            raise Problem("already-over", enrollment_status=before.status)
        result: Result | None = self.given.get("result", before.result)
        grade: int | None = self.given.get("grade", before.grade)
        if result is None:
            if self.given.get("grade") is not None:
                raise Problem("result-missing")
            took_back = before.result is not None
            status, completed_at = ("enrolled", None) if took_back else (before.status, before.completed_at)
            return replace(before, status=status, result=None, grade=None, completed_at=completed_at)
        return replace(before, status="completed", result=result, grade=grade, completed_at=before.completed_at or at)
