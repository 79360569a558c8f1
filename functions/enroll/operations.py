"""Enrolling as the API reference tells it; shapes of the answers are held against real ones in tests."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from functions.enroll import enrollment
from functions.enroll.enrollment import Status
from functions.enroll.handler import BatchBody, EnrollBody, ResultBody, WithdrawalBody
from functions.enroll.plan import Result
from shared.openapi import Operation

TAG = "enrollments"
KEYED = ("idempotency-key-missing",)
REFUSALS = ("insufficient-credits", "price-changed", "course-archived", "course-not-published", "whitelabel-only")
BASE = "/v1/partners/{partner_id}/enrollments"
DRY_RUN = {"description": "Only show what would come back", "schema": {"type": "boolean", "default": False}}


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Enrolled(Shape):
    """The new enrollment; `balance_after` is null for the platform's direct customers."""

    id: str
    status: Literal["enrolled"]
    course_id: str
    contact_id: str
    organization_id: str | None
    attempt: int
    cost: int
    balance_after: int | None
    entry_seq: int | None
    enrolled_at: str


class PersonResult(Shape):
    """What became of one person of a batch; `cost` is 0 unless enrolled."""

    contact_id: str
    outcome: Result
    cost: int
    enrollment_id: str | None = None


class BatchResult(Shape):
    """Results in the order of the request; balances are null for the platform's direct customers.

    Of a dry run only: `required`, the price of all who can be enrolled, and `refusal`, the code with which all or
    nothing would be refused.
    """

    batch_id: str | None = None
    cost: int
    required: int | None = None
    refusal: str | None = None
    balance_before: int | None
    balance_after: int | None
    results: list[PersonResult]


class Withdrawn(Shape):
    """The refund in credits; a dry run tells the status of now and `balance_before`."""

    id: str
    status: Status
    refund: int
    balance_before: int | None = None
    balance_after: int | None
    entry_seq: int | None = None
    withdrawn_at: str | None = None


class Judged(Shape):
    """How the enrollment stands with its result; `completed_at` is when it got its first."""

    id: str
    status: Literal["enrolled", "completed"]
    result: enrollment.Result | None
    grade: int | None
    completed_at: str | None


OPERATIONS = (
    Operation(
        "post",
        BASE,
        "enroll",
        "Enrol one person; the cost is deducted in the same write",
        TAG,
        Enrolled,
        201,
        EnrollBody,
        problems=(*KEYED, *REFUSALS, "already-enrolled"),
    ),
    Operation(
        "post",
        f"{BASE}/batches",
        "enroll_many",
        "Enrol up to 500 people into one course, or only price it",
        TAG,
        BatchResult,
        200,
        BatchBody,
        problems=(*KEYED, *REFUSALS, "batch-refused", "batch-too-large"),
    ),
    Operation(
        "post",
        f"{BASE}/{{enrollment_id}}/withdrawal",
        "withdraw_enrollment",
        "Withdraw; what is due comes back once",
        TAG,
        Withdrawn,
        200,
        WithdrawalBody,
        body_required=False,
        query={"dry_run": DRY_RUN},
        problems=(*KEYED, "already-over"),
    ),
    Operation(
        "patch",
        f"{BASE}/{{enrollment_id}}",
        "patch_enrollment",
        "Set the result, which completes it, or take it back; for the platform and trainers of the course, "
        "in a partner's own course for its admins",
        TAG,
        Judged,
        200,
        ResultBody,
        problems=("already-over", "result-missing", "newer-attempt"),
    ),
)
