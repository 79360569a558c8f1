"""What each parameter of the API means, and each field, where its shape does not say so itself.

Fields by name in `fields`, by shape and name in `shape_fields`; a text beside the shape always comes first.
"""

from __future__ import annotations

from functions.portal_api.web.fields import FIELDS
from functions.portal_api.web.shape_fields import SHAPE_FIELDS

PARAMETERS = {
    "partner_id": "The partner's id, `prt_…`",
    "person_id": "The person's id, `per_…`",
    "course_id": "The course's id, `crs_…`",
    "contact_id": "The contact's id, `con_…`",
    "organization_id": "The organization's id, `org_…`",
    "variant": "`light` or `dark`: the pages it is for",
    "enrollment_id": "The enrollment's id, `enr_…`",
    "domain_id": "The domain's id, `dom_…`",
    "sender_id": "The sending domain's id, `snd_…`",
    "profile_id": "The access profile's id, `prf_…`, or `key_contact` or `learner`",
    "record_id": "The record's id",
    "module": "The module's name",
    "admin": "As the admin of the organization's contacts or not",
    "session_id": "The session's id, `ses_…`",
    "limit": "Items a page",
    "cursor": "`next_cursor` of the page before",
    "q": "What words of the record begin with; case and accents do not count",
    "status": "Only enrollments that stand like this",
    "archived": "The archived records instead of the others",
    "tag": "Only people with this tag",
    "Idempotency-Key": "Repeating the request with the same key gives the first answer again.",
}


def about_field(shape: str, name: str) -> str:
    """What a field of a shape means; empty when nobody wrote it down."""
    return SHAPE_FIELDS.get(f"{shape}.{name}", FIELDS.get(name, ""))
