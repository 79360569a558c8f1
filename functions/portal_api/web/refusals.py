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
_MEMBERS = ("already-member", "too-many-attempts")
_ACCESS = (
    "contact-without-email", "contact-archived", "not-in-organization", "email-active", "too-many-attempts",
)  # fmt: skip
_CATALOGUE = ("not-found", "not-allowed", "partner-closed")

OWN: dict[str, tuple[str, ...]] = {
    "create_session": ("invalid-credentials", "mfa-required", "too-many-attempts", "busy"),
    "answer_challenge": ("mfa-invalid", "busy"),
    "refresh_session": ("not-signed-in", "busy"),
    "create_browser_session": ("cross-site", "invalid-credentials", "mfa-required", "too-many-attempts", "busy"),
    "answer_browser_challenge": ("cross-site", "mfa-invalid", "busy"),
    "end_browser_session": ("cross-site", "busy"),
    "end_my_session": ("not-found",),
    "put_my_password": ("password-too-weak", "too-many-attempts"),
    "begin_my_second_factor": ("second-factor-exists", "too-many-attempts"),
    "confirm_my_second_factor": ("too-many-attempts",),
    "drop_my_second_factor": ("second-factor-needed", "not-found", "too-many-attempts"),
    "take_platform_second_factor_away": ("not-allowed", "not-found"),
    "ask_for_link": ("busy",),
    "create_password": ("link-invalid", "password-too-weak", "busy"),
    "get_platform_admins": ("not-allowed",),
    "create_platform_admin": ("not-allowed", *_ADMINS),
    "repeat_platform_invitation": ("not-allowed", "not-found", *_ADMINS),
    "delete_platform_admin": ("not-allowed", "not-found", "last-admin"),
    "get_platform_audit": ("not-allowed", "not-found"),
    "post_partner": ("not-allowed",),
    "patch_partner": ("house-partner", "own-people", "domain-in-use"),
    "suspend": ("house-partner",),
    "end_suspension": ("house-partner",),
    "close": ("house-partner",),
    "reopen": ("house-partner",),
    "get_admins": ("house-partner",),
    "post_admin": ("house-partner", *_ADMINS),
    "post_invitation": ("house-partner", *_ADMINS),
    "delete_admin": ("house-partner", "last-admin"),
    "get_staff": ("house-partner",),
    "post_staff": ("house-partner", *_MEMBERS),
    "get_staff_member": ("house-partner",),
    "patch_staff_member": ("house-partner",),
    "delete_staff_member": ("house-partner",),
    "repeat_staff_invitation": ("house-partner", *_MEMBERS),
    "get_trainers": ("not-allowed",),
    "post_trainer": ("not-allowed", "not-found", *_MEMBERS),
    "patch_trainer": ("not-allowed", "not-found"),
    "delete_trainer": ("not-allowed", "not-found"),
    "repeat_trainer_invitation": ("not-allowed", "not-found", *_MEMBERS),
    "post_key_contact": ("already-key-contact", *_ACCESS),
    "put_portal_access": _ACCESS,
    "repeat_access_invitation": ("already-accepted", "too-many-attempts"),
    "post_course": ("not-allowed",),
    "get_courses": _CATALOGUE,
    "get_course": _CATALOGUE,
    "patch_course": ("not-found", "not-allowed", "partner-closed"),
    "get_course_partners": ("not-found", "not-allowed", "partner-closed"),
    "post_own_course": ("whitelabel-only",),
    "patch_own_course": ("whitelabel-only",),
    "get_platform_overview": ("not-allowed",),
    "search_everything": ("not-allowed",),
    "post_top_up_request": ("too-many-attempts",),
    "post_acting": ("browser-only",),
    "delete_acting": ("browser-only",),
    "put_course_partner": ("not-found", "not-allowed", "partner-closed", "house-partner"),
    "delete_course_partner": ("not-found", "not-allowed", "partner-closed", "house-partner", "course-for-all"),
    "get_platform_brand": ("not-allowed",),
    "put_platform_brand": ("not-allowed",),
    "patch_platform": ("not-allowed",),
    "put_platform_logo": ("not-allowed",),
    "delete_platform_logo": ("not-allowed", "invalid-request"),
    "put_partner_brand": ("not-whitelabel",),
    "post_domain": ("not-whitelabel", "domain-exists", "domain-taken", "too-many-domains", "too-many-attempts"),
    "post_domain_check": ("too-many-attempts",),
    "post_domain_use": ("domain-not-served",),
    "put_partner_logo": ("not-whitelabel",),
    "post_sender": ("not-whitelabel", "sender-exists", "too-many-attempts"),
    "lift_contact_suppression": ("complaint-stands", "too-many-attempts"),
    "lift_admin_suppression": ("house-partner", "complaint-stands", "too-many-attempts"),
    "lift_staff_suppression": ("house-partner", "complaint-stands", "too-many-attempts"),
    "lift_platform_admin_suppression": ("not-allowed", "not-found", "too-many-attempts"),
    "lift_trainer_suppression": ("not-allowed", "not-found", "too-many-attempts"),
    "delete_partner_logo": ("not-whitelabel", "invalid-request"),
    "post_profile": ("profile-exists", "too-many-profiles"),
    "patch_profile": ("profile-exists", "profile-changed", "profile-built-in"),
    "delete_one_profile": ("profile-in-use", "profile-built-in"),
    "post_business_people": ("field-withheld", "contact-exists"),
    "patch_business_people": ("field-withheld", "contact-exists"),
    "patch_my_people": ("field-withheld", "contact-exists"),
    "patch_business_company": ("field-withheld", "organization-exists"),
    "patch_my_company": ("field-withheld", "organization-exists"),
    "post_contact": ("contact-exists",),
    "patch_contact": ("contact-exists", "contact-has-access"),
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
    "field-withheld": ("field",),
    "profile-changed": ("version",),
    "profile-in-use": ("users",),
    "too-many-profiles": ("limit",),
    "too-many-domains": ("limit",),
    "already-enrolled": ("enrollment_id",),
    "already-over": ("enrollment_status",),
    "newer-attempt": ("enrollment_id",),
    "batch-refused": ("results",),
    "batch-too-large": ("limit",),
}
"""Members of its own that a problem's document carries."""


def _at_a_partner(path: str) -> bool:
    """An organization's portal stands with its partner too."""
    return "{partner_id}" in path or path.startswith("/v1/business/")


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
        codes |= {*SIGNED_IN, *(AT_A_PARTNER if _at_a_partner(path) else ())}
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
