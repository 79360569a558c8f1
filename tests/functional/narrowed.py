"""People who see some records only, and a partner's people and enrollments as they see them."""

from __future__ import annotations

from shared import keys
from shared.clock import stamp
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_person, write


def a_supervisor(partner: Partner, **scope: list[str]) -> str:
    """Supervises chosen `courses`, or people by `organizations` or `tags`."""
    person_id = a_person("Sara")
    membership = {"role": "supervisor", "partner_id": partner.id, "scope": scope, "since": stamp(), "by": person_id}
    write(keys.partner_membership(person_id, partner.id), membership)
    return person_id


def a_trainer(*courses: str) -> str:
    """Teaches these courses, at every partner."""
    person_id = a_person("Teo")
    write(keys.platform_membership(person_id), {"role": "trainer", "scope": {"courses": list(courses)}})
    return person_id


def a_course(title: str = "Sicurezza", cost: int = 10, *partners: Partner) -> str:
    """A course of all partners, or of these."""
    course_id = new_id("crs")
    item = {"id": course_id, "title": title, "enrollment_cost": cost, "all_partners": not partners, "version": 1}
    item |= {} if partners else {"list_pk": "PLATFORM#COURSES#ALL", "list_sk": course_id}
    write(keys.course(course_id), item | {"partner_count": len(partners), "archived": False})
    for partner in partners:
        row = {"course_id": course_id, "partner_id": partner.id, "active": True}
        write(keys.assignment(partner.id, course_id), row)
        write(keys.course_partner(course_id, partner.id), row)
    return course_id
