"""The door of enrolling: enrol one, enrol many, withdraw, set a result."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import Field, StringConstraints, field_validator

from functions.enroll.enroll_batch import enroll_batch
from functions.enroll.enroll_contact import enroll_contact
from functions.enroll.enrollment import Result
from functions.enroll.price_batch import price_batch
from functions.enroll.result import HIGHEST_GRADE, LOWEST_GRADE, Judgement, judging
from functions.enroll.set_result import Origin, set_result
from functions.enroll.standing import Terms
from functions.enroll.withdraw import Wish, foresee, withdraw
from functions.wallet.receipt import Command
from shared import trail
from shared.access import allow_at_partner, scope_of
from shared.caller import Caller
from shared.clock import stamp
from shared.door import CREATED, OK, Request, admitted, answer, ready, resolver, serve
from shared.ids import EnrollmentKey, is_id, new_id
from shared.language import mark as _
from shared.partner import Partner
from shared.problems import Problem, invalid
from shared.requests import Body, Change, fingerprint, idempotency_key
from shared.text import Cost, Reason

app = resolver()
PEOPLE_A_BATCH = 500
Id = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100)]


class EnrollBody(Body, defer_build=True):
    """`POST …/enrollments`. Like all shapes of this door it is built with the first request that brings one."""

    course_id: Id
    contact_id: Id
    edition_id: Id | None = None
    organization_id: Id | None = None
    expected_cost: Cost | None = None


class BatchBody(Body, defer_build=True):
    """`POST …/enrollments/batches`; `expected_cost` is the price of one enrollment."""

    course_id: Id
    contact_ids: Annotated[list[Id], Field(min_length=1, max_length=PEOPLE_A_BATCH)]
    mode: Literal["all_or_nothing", "partial"]
    dry_run: bool = False
    organization_id: Id | None = None
    expected_cost: Cost | None = None

    @field_validator("contact_ids")
    @classmethod
    def _once_each(cls, contact_ids: list[str]) -> list[str]:
        if len(set(contact_ids)) != len(contact_ids):
            raise ValueError(_("names somebody twice"))
        return contact_ids


class ResultBody(Change, defer_build=True):
    """`PATCH …/enrollments/{enrollment_id}`: how it ended; null takes a result back, and its grade with it."""

    result: Result | None = None
    grade: Annotated[int, Field(strict=True, ge=LOWEST_GRADE, le=HIGHEST_GRADE)] | None = None


class WithdrawalBody(Body, defer_build=True):
    """`POST …/withdrawal`: empty for the policy's refund; the platform may name another, with its reason."""

    refund: Cost | None = None
    reason: Reason | None = None


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway calls this."""
    return serve(app, event, context)


def _command(request: Request, partner: Partner, caller: Caller, body: Body, *, required: bool = True) -> Command:
    key = idempotency_key(request.headers, required=required) or ""
    same = fingerprint(request.method, request.path, {}, body)  # a dry run, the only query there is, leaves no receipt
    return Command(partner, caller.person_id, key, same, stamp())


def _known_ids(course_id: str, organization_id: str | None, contact_id: str | None = None) -> None:
    """Ids that can't be anything of ours are refused like those of others: 404."""
    wrong_course = not is_id("crs", course_id)
    wrong_contact = contact_id is not None and not is_id("con", contact_id)
    wrong_organization = organization_id is not None and not is_id("org", organization_id)
    if wrong_course or wrong_contact or wrong_organization:
        raise Problem("not-found")


@app.post("/v1/partners/<partner_id>/enrollments")
def enroll(partner_id: str) -> Response[str]:
    request, partner, caller = admitted(app, "enrollment:create", partner_id)
    request.only_query()
    idempotency_key(request.headers, required=True)
    body = request.body(EnrollBody)
    _known_ids(body.course_id, body.organization_id, body.contact_id)
    if body.edition_id is not None:
        raise Problem("not-found")  # no course has editions yet, so none can be known
    terms = Terms(body.course_id, (body.contact_id,), body.organization_id, body.expected_cost)
    enrolled, replayed = enroll_contact(_command(request, partner, caller, body), terms)
    return answer(CREATED, enrolled, replayed=replayed)


@app.post("/v1/partners/<partner_id>/enrollments/batches")
def enroll_many(partner_id: str) -> Response[str]:
    request, partner, caller = admitted(app, "enrollment:create", partner_id)
    request.only_query()
    body = request.body(BatchBody)
    command = _command(request, partner, caller, body, required=not body.dry_run)
    _known_ids(body.course_id, body.organization_id)
    terms = Terms(body.course_id, tuple(body.contact_ids), body.organization_id, body.expected_cost, new_id("bat"))
    if body.dry_run:
        return answer(OK, price_batch(command, terms, body.mode))
    enrolled, replayed = enroll_batch(command, terms, body.mode)
    return answer(OK, enrolled, replayed=replayed)


@app.post("/v1/partners/<partner_id>/enrollments/<enrollment_id>/withdrawal")
def withdraw_enrollment(partner_id: str, enrollment_id: str) -> Response[str]:
    request, partner, caller = admitted(app, "enrollment:withdraw", partner_id)
    request.only_query("dry_run")
    dry_run = request.query.get("dry_run", "false")
    if dry_run not in ("true", "false"):
        raise invalid("/dry_run", _("must be true or false"))
    if dry_run == "false":
        idempotency_key(request.headers, required=True)
    body = request.body(WithdrawalBody) if request.raw else WithdrawalBody()
    if body.refund is not None:
        allow_at_partner(caller, "enrollment:override")
        if body.reason is None:
            raise invalid("/reason", _("is required with a refund of your own"))
    wish = Wish(body.refund, body.reason)
    key = EnrollmentKey.from_id(enrollment_id)
    if key is None or key.partner_id != partner.id:
        raise Problem("not-found")
    command = _command(request, partner, caller, body, required=dry_run == "false")
    if dry_run == "true":
        return answer(OK, foresee(command, key, wish))
    withdrawn, replayed = withdraw(command, key, wish)
    return answer(OK, withdrawn, replayed=replayed)


@app.patch("/v1/partners/<partner_id>/enrollments/<enrollment_id>")
def patch_enrollment(partner_id: str, enrollment_id: str) -> Response[str]:
    key = EnrollmentKey.from_id(enrollment_id)
    action = judging(key.course_id if key else "")
    request, partner, caller = admitted(app, action, partner_id, scoped=True)
    request.only_query()
    body = request.body(ResultBody)
    scope = scope_of(caller, action)
    if key is None or key.partner_id != partner.id or not (scope is None or scope.has_course(key.course_id)):
        raise Problem("not-found")
    command = _command(request, partner, caller, body, required=False)
    origin = Origin(request.request_id, trail.view_of(request.headers))
    judged, replayed = set_result(command, origin, key, Judgement(body.given()))
    return answer(OK, judged, replayed=replayed)


ready()
