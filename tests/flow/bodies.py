"""A valid body for each command that takes one, so that what refuses is authority and not the shape."""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image


def _png() -> str:
    kept = io.BytesIO()
    Image.new("RGB", (64, 32), (20, 90, 120)).save(kept, "PNG")
    return base64.b64encode(kept.getvalue()).decode()


PERSON = {"email": "{email}", "first_name": "Ada", "last_name": "Neri"}
MOVE = {"credits": 1, "reason": "Contratto"}
GRANTS = {
    "company": {
        "visible": True,
        "records": "organization",
        "actions": ["edit", "export"],
        "fields": {"name": "edit", "phone": "edit"},
    },
    "people": {
        "visible": True,
        "records": "own",
        "actions": ["edit"],
        "fields": {"first_name": "edit", "last_name": "read", "email": "read"},
    },
}
"""What the portal user's profile grants."""
_DRAFT = {"modules": GRANTS}
_LOGO = {"image": _png()}
_PARTNER, _PORTAL, _OWN = "/v1/partners/{partner_id}", "/v1/business/{organization_id}", "/v1/me/{partner_id}"

BODIES: dict[str, Any] = {
    "POST /v1/session": {"email": "{sign_in}", "password": "{password}"},
    "POST /v1/session/mfa": {"challenge": "none-such", "code": "123456"},
    "POST /v1/session/refresh": {"refresh_token": "{refresh_token}"},
    "POST /v1/browser-sessions": {"email": "{sign_in}", "password": "{password}"},
    "POST /v1/browser-sessions/mfa": {"challenge": "none-such", "code": "123456"},
    "POST /v1/password-links": {"email": "nobody@example.com"},
    "POST /v1/passwords": {"token": "none-such", "new_password": "{password}"},
    "PATCH /v1/me": {"language": "en"},
    "PUT /v1/me/password": {"current_password": "no password of mine", "new_password": "{password}"},
    "POST /v1/me/second-factor": {"password": "no password of mine"},
    "PUT /v1/me/second-factor": {"challenge": "none-such", "code": "123456"},
    "DELETE /v1/me/second-factor": {"password": "no password of mine"},
    "PATCH /v1/platform": {"language": "en"},
    "POST /v1/platform/admins": PERSON,
    "POST /v1/platform/trainers": PERSON | {"courses": ["{own_course_id}"]},
    "PATCH /v1/platform/trainers/{person_id}": {"courses": ["{own_course_id}"]},
    "PUT /v1/platform/brand": {"name": None, "accent": "#145a78"},
    "PUT /v1/platform/brand/logos/{variant}": _LOGO,
    "POST /v1/courses": {"title": "Nuovo", "enrollment_cost": 1, "assignment": {"partners": []}},
    "PATCH /v1/courses/{course_id}": {"description": "Rivisto"},
    "PUT /v1/courses/{course_id}/partners/{partner_id}": {"enrollment_cost": 2},
    f"POST {_PARTNER}/courses": {"title": "Accoglienza"},
    f"PATCH {_PARTNER}/courses/{{course_id}}": {"description": "Rivisto"},
    "POST /v1/partners": {"name": "Nuova", "kind": "default", "contact_email": "info@nuova.example"},
    f"PATCH {_PARTNER}": {"language": "en"},
    f"PUT {_PARTNER}/brand": {"name": "Alfa", "accent": "#145a78"},
    f"POST {_PARTNER}/domains": {"name": "nuovo.unset.alfa.localhost"},
    f"POST {_PARTNER}/senders": {"name": "unset.alfa.localhost"},
    f"PUT {_PARTNER}/brand/logos/{{variant}}": _LOGO,
    f"POST {_PARTNER}/admins": PERSON,
    f"POST {_PARTNER}/staff": PERSON | {"role": "supervisor", "scope": {"courses": ["{course_id}"]}},
    f"PATCH {_PARTNER}/staff/{{person_id}}": {"role": "partner_finance"},
    f"POST {_PARTNER}/wallet/top-ups": MOVE,
    f"POST {_PARTNER}/wallet/deductions": MOVE,
    f"POST {_PARTNER}/wallet/top-up-requests": {"credits": 100},
    f"POST {_PARTNER}/contacts": {"first_name": "Ada", "organization_id": "{organization_id}"},
    f"POST {_PARTNER}/contacts/batches": {
        "people": [{"first_name": "Ada", "email": "{email}"}],
        "organization_id": "{organization_id}",
    },
    f"POST {_PARTNER}/contacts/matches": {"text": "Ada Neri ada@neri.example"},
    f"PATCH {_PARTNER}/contacts/{{contact_id}}": {"organization_id": "{organization_id}"},
    f"PUT {_PARTNER}/contacts/{{contact_id}}/portal-access": {
        "active": True,
        "organization_id": "{organization_id}",
        "profile_id": "{profile_id}",
    },
    f"POST {_PARTNER}/organizations": {"name": "Rossi"},
    f"PATCH {_PARTNER}/organizations/{{organization_id}}": {"name": "Rossi"},
    f"POST {_PARTNER}/organizations/{{organization_id}}/key-contacts": {"contact_id": "{contact_id}"},
    f"POST {_PARTNER}/enrollments": {
        "course_id": "{course_id}",
        "contact_id": "{contact_id}",
        "organization_id": "{organization_id}",
    },
    f"POST {_PARTNER}/enrollments/batches": {
        "course_id": "{course_id}",
        "contact_ids": ["{contact_id}"],
        "organization_id": "{organization_id}",
        "mode": "partial",
    },
    f"PATCH {_PARTNER}/enrollments/{{enrollment_id}}": {"result": "passed", "grade": 90},
    f"POST {_PARTNER}/profiles": _DRAFT | {"name": "{email}"},
    f"PATCH {_PARTNER}/profiles/{{profile_id}}": _DRAFT | {"version": 1},
    f"POST {_PARTNER}/profiles/{{profile_id}}/differences": _DRAFT,
    f"POST {_PARTNER}/profiles/{{profile_id}}/preview": _DRAFT,
    f"POST {_PARTNER}/profiles/{{profile_id}}/preview/{{module}}": _DRAFT,
    f"PATCH {_PORTAL}/company/{{record_id}}": {"phone": "+39 02 1234567"},
    f"POST {_PORTAL}/people": {"first_name": "Ada"},
    f"PATCH {_PORTAL}/people/{{record_id}}": {"first_name": "Ada"},
    f"PATCH {_OWN}/company/{{record_id}}": {"phone": "+39 02 1234567"},
    f"PATCH {_OWN}/people/{{record_id}}": {"first_name": "Ada"},
}
