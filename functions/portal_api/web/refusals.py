"""With which codes each operation of the front desk refuses: what follows from its shape, and what it has of its own.

FastAPI knows nothing of our problems. Wallet and enroll state theirs beside their handlers (`shared/openapi.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.openapi import COMMAND
from shared.problems import MEDIA_TYPE, PROBLEMS

EVERYWHERE = ("unknown-host", "internal")
SIGNED_IN = ("not-signed-in", "busy")
AT_A_PARTNER = ("not-found", "not-allowed", "partner-closed")
_ADMINS = ("already-admin", "too-many-attempts")
_CATALOGUE = ("not-found", "not-allowed", "partner-closed")

OWN: dict[str, tuple[str, ...]] = {
    "create_session": ("invalid-credentials", "mfa-required", "too-many-attempts", "busy"),
    "answer_challenge": ("mfa-invalid", "busy"),
    "refresh_session": ("not-signed-in", "busy"),
    "ask_for_link": ("busy",),
    "create_password": ("link-invalid", "password-too-weak", "busy"),
    "get_platform_admins": ("not-allowed",),
    "create_platform_admin": ("not-allowed", *_ADMINS),
    "repeat_platform_invitation": ("not-allowed", "not-found", *_ADMINS),
    "delete_platform_admin": ("not-allowed", "not-found", "last-admin"),
    "get_platform_audit": ("not-allowed", "not-found"),
    "post_partner": ("not-allowed",),
    "patch_partner": ("house-partner",),
    "suspend": ("house-partner",),
    "end_suspension": ("house-partner",),
    "close": ("house-partner",),
    "reopen": ("house-partner",),
    "get_admins": ("house-partner",),
    "post_admin": ("house-partner", *_ADMINS),
    "post_invitation": ("house-partner", *_ADMINS),
    "delete_admin": ("house-partner", "last-admin"),
    "post_course": ("not-allowed",),
    "get_courses": _CATALOGUE,
    "get_course": _CATALOGUE,
    "patch_course": ("not-found", "not-allowed"),
    "get_course_partners": ("not-found", "not-allowed"),
    "post_contact": ("contact-exists",),
    "patch_contact": ("contact-exists",),
    "post_organization": ("organization-exists",),
    "patch_organization": ("organization-exists",),
}
"""What an operation refuses beyond what its shape tells, by operationId."""

MEMBERS: dict[str, tuple[str, ...]] = {
    "invalid-request": ("errors",),
    "too-large": ("limit",),
    "mfa-required": ("challenge",),
    "too-many-attempts": ("retry_after",),
    "password-too-weak": ("min_length",),
    "insufficient-credits": ("required", "available"),
    "price-changed": ("cost",),
    "busy": ("retry_after",),
    "contact-exists": ("contact_id",),
    "organization-exists": ("organization_id",),
    "already-enrolled": ("enrollment_id",),
    "already-over": ("enrollment_status",),
    "batch-refused": ("results",),
    "batch-too-large": ("limit",),
}
"""Members of its own that a problem's document carries."""


def codes_of(path: str, method: str, operation: Mapping[str, Any]) -> list[str]:
    """Every code with which this operation of the front desk may refuse, in the order of the table of problems."""
    codes = {*EVERYWHERE, *OWN.get(operation["operationId"], ())}
    asked = {one["name"] for one in operation.get("parameters", []) if one["in"] == "query"}
    body = "requestBody" in operation
    if body:
        codes |= {"invalid-request", "not-json", "too-large"}
    if asked:
        codes.add("invalid-request")
    if "cursor" in asked:
        codes.add("cursor-invalid")
    if "security" in operation:
        codes |= {*SIGNED_IN, *(AT_A_PARTNER if "{partner_id}" in path else ())}
        if method != "get":
            codes |= set(COMMAND) - ({"invalid-request", "not-json"} if not body else set())
            codes -= {"partner-suspended"} if "{partner_id}" not in path else set()
    if "not-allowed" in codes:
        codes.add("second-factor-required")
    return [code for code in PROBLEMS if code in codes]


def responses(codes: Iterable[str]) -> dict[str, Any]:
    """The refusals as an operation's responses, by status."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(PROBLEMS[code].status, []).append(code)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        str(status): {"description": ", ".join(f"`{code}`" for code in found), "content": content}
        for status, found in sorted(by_status.items())
    }
