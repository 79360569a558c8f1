"""What the front desk adds to the audit trail of `shared.trail`: where its requests say what a row keeps."""

from __future__ import annotations

from fastapi import Request

from shared import trail
from shared.trail import row

__all__ = ["request_id", "row", "scope_of", "view_of"]


def view_of(request: Request) -> str:
    """From which view a request says it comes; it decides nothing, it is only written down."""
    return trail.view_of(request.headers)


def scope_of(partner_id: str | None) -> str:
    """The scope of a partner's rows; with none named the platform's."""
    return f"PARTNER#{partner_id}" if partner_id else "PLATFORM"


def request_id(request: Request) -> str:
    """API Gateway's id of a request."""
    event = request.scope.get("aws.event", {})
    return str(event.get("requestContext", {}).get("requestId", ""))
