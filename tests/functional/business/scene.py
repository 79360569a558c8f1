"""Organizations with people and enrollments, memberships as granting leaves them, and a sample of every module.

Memberships and profiles are written as records, since what is tested is what they let see, not how they are granted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from functions.portal_api.modules.grant import Grant
from functions.portal_api.modules.module import Access, Module
from functions.portal_api.modules.registry import MODULES
from shared import keys
from shared.clock import stamp
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_person, a_platform_admin, an_enrollment, write
from tests.functional.front import Front

ADDRESS = {"street": "Via Roma 1", "postal_code": "20121", "city": "Milano", "province": "MI", "country": "IT"}


def a_profile(partner: Partner, modules: dict[str, Grant], name: str = "Profile", users: int = 0) -> str:
    """A profile as its record stands."""
    profile_id = new_id("prf")
    stored = {module: grant.model_dump() for module, grant in modules.items()}
    item = {"id": profile_id, "name": name, "modules": stored, "created_at": stamp(), "version": 1}
    write(keys.profile(partner.id, profile_id), item)
    if users:
        write(keys.profile(partner.id, f"USERS#{profile_id}"), {"users": users})
    return profile_id


def all_of(module: Module, **fields: Access) -> Grant:
    """Everything of a module but what is said of these fields."""
    most: dict[str, Access] = {one.name: "edit" if one.editable else "read" for one in module.fields}
    kept = {name: access for name, access in (most | fields).items() if access != "hidden"}
    actions = [one.name for one in module.actions]
    return Grant(visible=True, records=module.records[-1], actions=actions, fields=kept)


@dataclass
class Firm:
    """An organization of a partner, with a contact who may be given a sign-in."""

    front: Front
    partner: Partner
    platform: str
    id: str
    contact_ids: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, front: Front, partner: Partner | None = None, name: str = "Acme", **more: Any) -> Firm:
        partner, platform = partner or a_partner(), a_platform_admin()
        body = {"name": name} | more
        made = front.post(f"/v1/partners/{partner.id}/organizations", platform, body)
        assert made.status == 201, made
        return cls(front, partner, platform, made.json["id"])

    @property
    def path(self) -> str:
        return f"/v1/business/{self.id}"

    @property
    def own_path(self) -> str:
        return f"/v1/me/{self.partner.id}"

    def contact(self, first_name: str = "Ada", **more: Any) -> str:
        """A contact of this organization."""
        body = {"first_name": first_name, "organization_id": self.id} | more
        made = self.front.post(f"/v1/partners/{self.partner.id}/contacts", self.platform, body)
        assert made.status == 201, made
        self.contact_ids.append(made.json["id"])
        return self.contact_ids[-1]

    def user(
        self,
        role: Literal["key_contact", "portal_user"] = "portal_user",
        *,
        contact_id: str | None = None,
        profile_id: str | None = None,
        admin: bool = False,
        person_id: str | None = None,
    ) -> str:
        """A person who signs in as a contact of this organization."""
        contact_id, person_id = contact_id or self.contact(), person_id or a_person()
        both = {"partner_id": self.partner.id, "contact_id": contact_id, "since": stamp(), "by": person_id}
        here = {"role": role, "organization_id": self.id, "admin": admin, "profile_id": profile_id}
        write(keys.organization_membership(person_id, self.id), both | here)
        write(keys.contact_membership(person_id, self.partner.id), both | {"role": "learner", "profile_id": profile_id})
        return person_id

    def enrolled(self, contact_id: str, *, title: str = "Antincendio", personal: bool = False, **more: Any) -> str:
        """An enrollment of a contact, through this organization unless it is personal."""
        course_id = more.pop("course_id", None) or new_id("crs")
        write(keys.course(course_id), {"id": course_id, "title": title, "enrollment_cost": 7, "version": 1})
        through = {"organization_id": None if personal else self.id}
        return an_enrollment(self.partner, course_id, contact_id, **through, **more).id


@dataclass(frozen=True)
class Sample:
    """One record of a module with every field set, and what the matrix asks of it."""

    record_id: str
    words: dict[str, str] = field(default_factory=dict)
    filters: dict[str, str] = field(default_factory=dict)
    news: dict[str, Any] = field(default_factory=dict)


def samples(firm: Firm) -> tuple[dict[str, Sample], str]:
    """A sample of every module, reached from the organization and by the contact themselves, and that contact."""
    who = firm.contact("Wanda", last_name="Kowalska", email="mail@boxes.example", language="it")
    course_id = new_id("crs")
    done = {"status": "completed", "result": "passed", "grade": 87, "completed_at": stamp(), "withdrawn_at": stamp()}
    enrollment_id = firm.enrolled(who, course_id=course_id, **done)
    return {
        "company": Sample(
            firm.id,
            news={
                "name": "Acme due", "vat_number": "IT99999999", "email": "new@acme.example", "phone": "+39 02 999",
                "address": {"city": "Roma"}, "language": "en",
            },
        ),
        "people": Sample(
            who,
            words={"first_name": "wanda", "last_name": "kowal", "email": "boxes"},
            filters={"language": "it"},
            news={"first_name": "Wendy", "last_name": "Nowak", "email": "w@new.example", "language": "en"},
        ),
        "enrollments": Sample(
            enrollment_id,
            filters={"course": course_id, "person": who, "status": "completed", "result": "passed"},
        ),
    }, who  # fmt: skip


def a_full_firm(front: Front) -> Firm:
    """An organization with every field of its record set."""
    full = {"vat_number": "IT01234567890", "email": "info@acme.example", "phone": "+39 02 123", "language": "it"}
    return Firm.of(front, address=ADDRESS, **full)


FIELDS = [(module.name, one.name) for module in MODULES for one in module.fields]
"""Every field of every module, so that a later module is covered without a word."""
