"""A partner's console as its people meet it: who is there, what there is, and how a page is asked for."""

from __future__ import annotations

from typing import Any

from functions.enroll.enrollment import Enrollment
from shared import keys
from shared.clock import stamp
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, an_enrollment, write
from tests.functional.front import Answer, Front
from tests.functional.narrowed import a_course

HOSTILE = "<script>alert(1)</script> 100%"


class Console:
    """A partner with an organization, a student, a course and an enrollment with a result, all of hostile names."""

    def __init__(self, front: Front, **partner: Any) -> None:
        self.front = front
        self.partner: Partner = a_partner("Alfa", **partner)
        self.admin = a_partner_admin(self.partner)
        owner = a_partner_admin(self.partner) if self.partner.status == "active" else self.admin
        self.course = a_course(HOSTILE, 10)
        api = f"/v1/partners/{self.partner.id}"
        if self.partner.status == "active":
            self.organization = front.post(f"{api}/organizations", owner, {"name": HOSTILE}).json["id"]
            person = {"first_name": HOSTILE, "email": "ada@neri.example", "organization_id": self.organization}
            self.contact = front.post(f"{api}/contacts", owner, person | {"tags": ["50%"]}).json["id"]
        else:
            self.organization, self.contact = "org_" + "0" * 26, "con_" + "0" * 26
            write(keys.organization(self.partner.id, self.organization), _organization(self.organization))
            write(keys.contact(self.partner.id, self.contact), _contact(self.contact, self.organization))
        given: dict[str, Any] = {"organization_id": self.organization, "status": "completed", "result": "passed"}
        self.enrollment: Enrollment = an_enrollment(self.partner, self.course, self.contact, grade=87, cost=10, **given)

    def member(self, role: str, **scope: list[str]) -> str:
        """Somebody of the partner's staff."""
        person_id = a_person("Sara")
        item: dict[str, Any] = {"role": role, "partner_id": self.partner.id, "since": stamp(), "by": person_id}
        write(keys.partner_membership(person_id, self.partner.id), item | ({"scope": scope} if scope else {}))
        return person_id

    def paths(self) -> list[str]:
        """The pages that whoever reads all of the partner's records may read."""
        return [
            "contacts", f"contacts/{self.contact}", "organizations", f"organizations/{self.organization}", "catalogue",
            f"catalogue/{self.course}", "enrollments", f"enrollments/{self.enrollment.id}",
        ]  # fmt: skip

    def writing(self) -> list[str]:
        """The pages of those who may change them."""
        contact, organization = f"contacts/{self.contact}/edit", f"organizations/{self.organization}/edit"
        return ["contacts/new", contact, "organizations/new", organization]

    def page(self, path: str, who: str | None, **query: Any) -> Answer:
        """A page of the console, as a browser asks for it."""
        headers = {"accept": "text/html"}
        return self.front.ask("GET", f"/partner/{self.partner.id}/{path}", who, headers=headers, query=query)


def _organization(its_id: str) -> dict[str, Any]:
    return {"id": its_id, "name": HOSTILE, "created_at": stamp(), "version": 1}


def _contact(its_id: str, organization_id: str) -> dict[str, Any]:
    person = {"first_name": HOSTILE, "organization_ids": [organization_id], "tags": [], "archived": False}
    return person | {"id": its_id, "created_at": stamp(), "version": 1}
