"""A partner with more records of each kind than a page shows."""

from __future__ import annotations

from tests.flow.api import World

MANY = 30


def grow(world: World, partner_id: str, organization_id: str) -> None:
    """Give it many organizations, contacts of this organization, courses, enrollments and movements."""
    ok, base = world.platform.ok, f"/v1/partners/{partner_id}"
    world.top_up(partner_id, 100_000)
    for number in range(MANY):
        ok("POST", f"{base}/organizations", {"name": f"Officina {number:03} srl"}, 201)
        who = {"first_name": "Ada", "last_name": f"Neri {number:03}", "email": f"ada.neri.{number:03}@neri.example"}
        contact = ok("POST", f"{base}/contacts", who | {"organization_id": organization_id}, 201)["id"]
        course = world.course(1, title=f"Sicurezza sul lavoro {number:03}")
        body = {"course_id": course, "contact_id": contact, "organization_id": organization_id}
        ok("POST", f"{base}/enrollments", body, 201)
