"""How every change of the front desk is made: authorised, once per Idempotency-Key, audited, all or nothing.

A route takes `Asking` (who asks, under which key, with what), lets the verb build its writes, and `commit`
adds the receipt and the audit entry to the same transaction. Receipts of the front desk are kept two days.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from functions.portal_api import trail
from functions.portal_api.host import host_of
from shared import access, commit, keys
from shared.caller import Caller, identify
from shared.clock import now, stamp
from shared.commit import Refused, Write, put
from shared.dynamo import read_one
from shared.partner import Partner
from shared.problems import Problem
from shared.requests import fingerprint, idempotency_key
from shared.telemetry import logger

RECEIPT_SECONDS = 2 * 24 * 3600


class Replayed(Exception):
    """This request was done before: its first answer is given again."""

    def __init__(self, status: int, answer: Any) -> None:
        super().__init__()
        self.status, self.answer = status, answer


@dataclass(frozen=True)
class Asking:
    """One request by one caller; its partner is the one the path, or the query of a GET, names."""

    caller: Caller
    at: str
    key: str | None
    fingerprint: str
    request_id: str
    view: str = "api"

    @property
    def partner(self) -> Partner | None:
        return self.caller.partner

    def allow(self, action: str) -> None:
        """Let a platform-wide action pass, or answer its repetition. Raises: Problem, Replayed."""
        access.allow(self.caller, action)
        self._replay()

    def allow_at_partner(self, action: str, *, scoped: bool = False) -> Partner:
        """Let an action on the partner of the path pass, or answer its repetition.

        Args: `scoped`, that the route narrows what it shows or changes to `access.scope_of`.
        Raises: Problem, Replayed.
        """
        partner = access.allow_at_partner(self.caller, action, scoped=scoped)
        self._replay()
        return partner

    def allow_self(self) -> None:
        """Let everybody change what is their own, or answer its repetition. Raises: Problem, Replayed."""
        self._replay()

    def _replay(self) -> None:
        if self.key and (item := read_one(keys.receipt(self.caller.person_id, self.key))):
            self._answer_from(item)

    def _answer_from(self, item: dict[str, Any]) -> None:
        if item["expires_at"] <= now().timestamp():
            return
        if item["fingerprint"] != self.fingerprint:
            raise Problem("idempotency-key-reused")
        raise Replayed(item["status"], json.loads(item["answer"]))

    def commit(
        self,
        writes: Sequence[Write],
        action: str,
        subject: str,
        *,
        status: int,
        answer: Any,
        changed: Sequence[str] = (),
        scope: str | None = None,
    ) -> Any:
        """Make the change with its receipt and its audit entry, and return the answer.

        Args: the action and the id of the record it is about; names (never values) of the fields changed; where the
        entry stands, if not with the partner or the platform.
        Raises: Refused with the verb's own blames; Replayed when a twin was faster; Problem.
        """
        trace = self.audit(action, subject, changed, scope)
        while True:
            try:
                commit.commit([*self._receipt(status, answer), *writes, trace])
            except Refused as refused:
                blamed, stood = refused.first
                if blamed.blame != "receipt" or not stood:
                    raise
                self._answer_from(stood)
                continue  # the receipt there was ran out between the write and this answer: now it gives way
            return answer

    def _receipt(self, status: int, answer: Any) -> list[Write]:
        if not self.key:
            return []
        item = {
            "fingerprint": self.fingerprint,
            "status": status,
            "answer": json.dumps(answer, ensure_ascii=False),
            "expires_at": int(now().timestamp()) + RECEIPT_SECONDS,
        }
        free = "attribute_not_exists(pk) OR expires_at <= :now"
        values = {":now": int(now().timestamp())}
        return [put("receipt", keys.receipt(self.caller.person_id, self.key), item, free, values=values)]

    def audit(self, action: str, subject: str, changed: Sequence[str] = (), scope: str | None = None) -> Write:
        """Who did what to which record, when: ids and names of fields only."""
        return trail.row(
            scope or trail.scope_of(self.partner.id if self.partner else None),
            self.caller.person_id,
            action,
            subject,
            self.at,
            changed=changed,
            request_id=self.request_id,
            view=self.view,
        )


async def asking(request: Request) -> Asking:
    """The dependency behind `Asks`: identifies the caller and reads the command's key."""
    partner_id = request.path_params.get("partner_id")
    if partner_id is None and request.method == "GET":  # a list may name it in its query; a command never does
        partner_id = request.query_params.get("partner_id")
    raw = await request.body() if request.method != "GET" else b""
    return await _in_thread(request, partner_id, raw)


async def _in_thread(request: Request, partner_id: str | None, raw: bytes) -> Asking:
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(_asking, request, partner_id, raw)


def _asking(request: Request, partner_id: str | None, raw: bytes) -> Asking:
    caller = identify(request.headers, host_of(request), partner_id, method=request.method)
    logger().append_keys(partner_id=caller.partner.id if caller.partner else None, actor=caller.person_id)
    return Asking(
        caller=caller,
        at=stamp(),
        key=idempotency_key(request.headers, required=False) if request.method != "GET" else None,
        fingerprint=fingerprint(request.method, asked_for(request), dict(request.query_params), _canonical(raw)),
        request_id=trail.request_id(request),
        view=trail.view_of(request),
    )


def asked_for(request: Request) -> str:
    """The path, and the partner under whose name it was asked for: what one is told elsewhere is not repeated there."""
    partner_id, path = host_of(request).partner_id, request.url.path
    return f"//{partner_id}{path}" if partner_id else path


def _canonical(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        return None


Asks = Annotated[Asking, Depends(asking)]
"""A signed-in caller's request, as a parameter of a route."""
