"""What the records in rows of the audit are called, and where their pages are; all of them found in one read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from functions.portal_api.web.formats import name_of
from shared import keys
from shared.dynamo import Item
from shared.ids import EnrollmentKey, is_own_course
from shared.keys import Key


def keys_of(subject: str, partner_id: str | None) -> Iterator[Key]:
    """What to read to name a record, by its id; nothing for kinds without a name."""
    kind = subject[:4]
    if kind == "per_":
        yield keys.person(subject)
    elif kind == "prt_":
        yield keys.partner(subject)
    elif kind == "crs_":
        yield keys.course_at(partner_id, subject) if partner_id else keys.course(subject)
    elif partner_id is None:
        return
    elif kind == "con_":
        yield keys.contact(partner_id, subject)
    elif kind == "org_":
        yield keys.organization(partner_id, subject)
    elif kind == "prf_":
        yield keys.profile(partner_id, subject)
    elif kind == "enr_" and (key := EnrollmentKey.from_id(subject)):
        yield keys.contact(partner_id, key.contact_id)
        yield keys.course_at(partner_id, key.course_id)


def called(subject: str, partner_id: str | None, found: Mapping[Key, Item]) -> str | None:
    """The record's name, of an enrollment the person's and the course's; None when it is gone or has none."""
    names = [_name(found[key]) for key in keys_of(subject, partner_id) if key in found]
    return ", ".join(names) or None


def _name(item: Item) -> str:
    if "first_name" in item:
        return name_of(item)
    return str(item.get("name") or item.get("title") or "")


def page_of(subject: str, partner_id: str | None) -> str | None:
    """Where the record's page is, in the console that the audit is read in."""
    if partner_id is None:
        places = {"prt_": "/platform/partners", "crs_": "/platform/courses"}
    else:
        base = f"/partner/{partner_id}"
        places = {"con_": f"{base}/contacts", "org_": f"{base}/organizations", "enr_": f"{base}/enrollments"}
        places |= {"dom_": f"{base}/domains"}
        places |= {"prf_": f"{base}/profiles"} | ({"crs_": f"{base}/catalogue"} if is_own_course(subject) else {})
    place = places.get(subject[:4])
    return f"{place}/{subject}" if place else None
