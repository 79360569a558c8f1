"""Set or take back the result of an enrollment: by the platform or a trainer of the course, in a partner's own course
by the partner's admins.

No credits move and the Ledger is not touched: it keeps for ever, and how somebody did is theirs and may have to be
erased. So the receipt of this command is one of the Portal, kept two days as those of the front desk are, and what
happened stands in the audit, in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from functions.enroll.enrollment import Enrollment
from functions.enroll.refuse import NOT_A_REFUSAL
from functions.enroll.result import Judgement
from functions.wallet.receipt import Command
from shared import keys, trail
from shared.clock import parse
from shared.commit import Refused, Write, check, commit, put, update
from shared.dynamo import Item, read, read_one
from shared.ids import EnrollmentKey
from shared.patience import Patience
from shared.problems import Problem

RECEIPT_SECONDS = 2 * 24 * 3600
_WRITTEN = ("status", "result", "grade", "completed_at")


@dataclass(frozen=True)
class Origin:
    """Where a request came from, for the audit: API Gateway's id of it, and the view it says it comes from."""

    request_id: str
    view: str


def set_result(
    command: Command, origin: Origin, key: EnrollmentKey, judgement: Judgement
) -> tuple[dict[str, Any], bool]:
    """Judge the enrollment; a command without a key is done whenever it is asked, and comes to the same.

    Returns: the answer, and whether it is the first answer of an earlier request.
    Raises: Problem `not-found`, `already-over` (enrollment_status), `result-missing`, `newer-attempt` (enrollment_id:
    a result can't be taken back once the person was enrolled again), `idempotency-key-reused`, `busy`.
    """
    try:
        return _set_result(command, origin, key, judgement)
    except Problem as refusal:
        if refusal.code in NOT_A_REFUSAL or not command.key:
            raise
        # before any refusal: a twin of this request may have been accepted meanwhile
        first = _kept(command, read_one(keys.receipt(command.actor_id, command.key)))
        if not first:
            raise
        return first, True


def _set_result(
    command: Command, origin: Origin, key: EnrollmentKey, judgement: Judgement
) -> tuple[dict[str, Any], bool]:
    place, receipt_key = keys.enrollment(*key), keys.receipt(command.actor_id, command.key)
    found = read([place, receipt_key] if command.key else [place])
    if first := _kept(command, found.get(receipt_key)):
        return first, True
    stood = found.get(place)
    patience = Patience(tries=16)
    while True:
        if stood is None:
            raise Problem("not-found")
        before = Enrollment.of(stood)
        after = judgement.of(before, command.at)
        answer = result_answer(after)
        try:
            commit(_writes(command, origin, before, after, sorted(judgement.given), answer), patience)
        except Refused as refused:
            blamed, there = refused.first
            if blamed.blame == "receipt" and (first := _kept(command, there)):
                return first, True
            if blamed.blame == "newer":
                newer = key._replace(attempt=key.attempt + 1)
                raise Problem("newer-attempt", enrollment_id=newer.id) from None
            stood = there if blamed.blame == "enrollment" else stood
            patience.again()
            continue
        return answer, False


def result_answer(enrollment: Enrollment) -> dict[str, Any]:
    """What setting a result answers."""
    return {"id": enrollment.id} | {name: getattr(enrollment, name) for name in _WRITTEN}


def _writes(
    command: Command,
    origin: Origin,
    before: Enrollment,
    after: Enrollment,
    changed: Sequence[str],
    answer: dict[str, Any],
) -> list[Write]:
    writes = [_receipt(command, answer)] if command.key else []
    writes.append(_judged(command, before, after))
    if after.is_active and not before.is_active:
        newer = keys.enrollment(*before.key._replace(attempt=before.key.attempt + 1))
        writes.append(check("newer", newer, "attribute_not_exists(pk)"))
    scope = f"PARTNER#{command.partner.id}"
    told = trail.row(
        scope,
        command.actor_id,
        "enrollment.result",
        before.id,
        command.at,
        changed=changed,
        request_id=origin.request_id,
        view=origin.view,
    )
    return [*writes, told]


def _judged(command: Command, before: Enrollment, after: Enrollment) -> Write:
    """The enrollment's update; it holds only while the enrollment stands as it was judged."""
    attributes = {name: getattr(after, name) for name in _WRITTEN} | {"result_by": command.actor_id}
    kept = {name: value for name, value in attributes.items() if value is not None}
    gone = [name for name, value in attributes.items() if value is None]
    expression = "SET " + ", ".join(f"#{name} = :{name}" for name in kept)
    expression += " REMOVE " + ", ".join(f"#{name}" for name in gone) if gone else ""
    as_read = "#result = :read_result" if before.result else "attribute_not_exists(#result)"
    values = {f":{name}": value for name, value in kept.items()} | {":read_status": before.status}
    values |= {":read_result": before.result} if before.result else {}
    return update(
        "enrollment",
        keys.enrollment(*before.key),
        expression,
        f"#status = :read_status AND {as_read}",
        names={f"#{name}": name for name in attributes},
        values=values,
    )


def _receipt(command: Command, answer: dict[str, Any]) -> Write:
    """Claims the key, unless a receipt stands there that still counts."""
    now = int(parse(command.at).timestamp())
    item = {
        "fingerprint": command.fingerprint,
        "status": 200,
        "answer": json.dumps(answer),
        "expires_at": now + RECEIPT_SECONDS,
    }
    free = "attribute_not_exists(pk) OR expires_at <= :now"
    return put("receipt", keys.receipt(command.actor_id, command.key), item, free, values={":now": now})


def _kept(command: Command, item: Item | None) -> dict[str, Any] | None:
    """The first answer, if a receipt that counts keeps it. Raises: Problem `idempotency-key-reused`."""
    if not item or item["expires_at"] <= parse(command.at).timestamp():
        return None
    if item["fingerprint"] != command.fingerprint:
        raise Problem("idempotency-key-reused")
    answer: dict[str, Any] = json.loads(item["answer"])
    return answer
