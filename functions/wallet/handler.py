"""The wallet's door: six routes, each one line of what it does.

Only the platform moves credits by hand; a partner's admins read their own wallet and its history.
"""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.wallet import store
from functions.wallet.move_credits import move_credits
from functions.wallet.receipt import Command
from functions.wallet.verify import verify
from functions.wallet.views import entries_csv, entry_view, wallet_view
from shared import cursors
from shared.clock import stamp
from shared.door import CREATED, OK, Request, admitted, answer, ready, resolver, serve
from shared.language import mark as _
from shared.partner import Partner
from shared.problems import Problem, invalid
from shared.requests import Body, fingerprint, idempotency_key
from shared.text import Credits, Line, Reason

app = resolver()
CSV_LIMIT = 10_000
"""Entries in one CSV; where there are more, the `Link` header leads on."""


class MoveBody(Body, defer_build=True):
    """`POST …/wallet/top-ups` and `…/deductions`."""

    credits: Credits
    reason: Reason
    reference: Line | None = None


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway calls this."""
    return serve(app, event, context)


def _may(action: str, partner_id: str) -> tuple[Request, Partner, str]:
    """The request, the partner whose wallet it is, and the caller's id; 404 for the house, which has none."""
    request, partner, caller = admitted(app, action, partner_id)
    if not partner.has_wallet:
        raise Problem("not-found")
    return request, partner, caller.person_id


@app.get("/v1/partners/<partner_id>/wallet")
def show_wallet(partner_id: str) -> Response[str]:
    request, partner, _who = _may("wallet:read", partner_id)
    request.only_query()
    return answer(OK, wallet_view(store.wallet_of(partner.id), partner.low_credit_threshold))


@app.post("/v1/partners/<partner_id>/wallet/top-ups")
def top_up(partner_id: str) -> Response[str]:
    return _move(partner_id, "top_up")


@app.post("/v1/partners/<partner_id>/wallet/deductions")
def deduct(partner_id: str) -> Response[str]:
    return _move(partner_id, "deduction")


def _move(partner_id: str, kind: Any) -> Response[str]:
    request, partner, actor_id = _may("wallet:move", partner_id)
    request.only_query()
    key = idempotency_key(request.headers, required=True)
    body = request.body(MoveBody)
    command = Command(partner, actor_id, str(key), fingerprint(request.method, request.path, {}, body), stamp())
    entry, replayed = move_credits(command, kind, body.credits, body.reason, body.reference)
    return answer(CREATED, entry_view(entry, store.names_of([entry.actor_id])), replayed=replayed)


@app.get("/v1/partners/<partner_id>/wallet/entries")
def list_entries(partner_id: str) -> Response[str]:
    request, partner, _who = _may("wallet:read", partner_id)
    request.only_query("limit", "cursor")
    listing = f"entries:{partner.id}"
    after = cursors.resume(listing, request.query.get("cursor"))
    entries, last = store.statement_page(partner.id, cursors.limit(request.query.get("limit")), after)
    names = store.names_of(entry.actor_id for entry in entries)
    items = [entry_view(entry, names) for entry in entries]
    return answer(OK, {"items": items, "next_cursor": cursors.issue(listing, last)})


@app.get("/v1/partners/<partner_id>/wallet/entries.csv")
def export_entries(partner_id: str) -> Response[str]:
    request, partner, _who = _may("wallet:read", partner_id)
    request.only_query("before")
    before = request.query.get("before")
    if before is not None and not (before.isascii() and before.isdigit() and int(before[:13]) > 0 and len(before) < 13):
        raise invalid("/before", _("must be the number of an entry"))
    entries = store.newest(partner.id, CSV_LIMIT, below=int(before) if before else None)
    names = store.names_of({entry.actor_id for entry in entries})
    headers = {"Content-Disposition": f'attachment; filename="{partner.id}-entries.csv"', "Cache-Control": "no-store"}
    courses = store.titles_of(partner_id, {entry.paid_for["course_id"] for entry in entries if entry.paid_for})
    text, told = entries_csv(entries, names, courses)
    if told and entries[told - 1].seq > 1:
        headers["Link"] = f'<{request.path}?before={entries[told - 1].seq}>; rel="next"'
    return Response(OK, "text/csv; charset=utf-8", text, headers=headers)


@app.get("/v1/partners/<partner_id>/wallet/verification")
def verify_wallet(partner_id: str) -> Response[str]:
    request, partner, _who = _may("wallet:read", partner_id)
    request.only_query()
    return answer(OK, verify(partner.id))


ready()
