"""Access to one contact, many requests at the same moment, on a real engine."""

from __future__ import annotations

import pytest

from tests.functional.front import Front, at_once
from tests.functional.portal_access.scene import Scene


@pytest.mark.criterion("A-01", "B-24")
def test_of_many_grants_at_once_one_is_made_for_one_person(crowded: Front) -> None:
    scene = Scene.of(crowded)

    answers = at_once(*(scene.grant for _ in range(4)))

    assert sorted(answer.status for answer in answers if answer.status != 503) in ([201, *[409] * n] for n in range(6))
    assert {answer.code for answer in answers if answer.status == 409} <= {"already-key-contact"}
    assert len(scene.front.get(scene.key_contacts(), scene.admin).json["items"]) == 1
    assert [role for _, role, _ in scene.views()] == ["key_contact", "learner"]


@pytest.mark.criterion("A-21", "B-28")
def test_grants_and_ends_at_once_leave_what_the_record_says(crowded: Front) -> None:
    scene = Scene.of(crowded)
    scene.set(organization_id=scene.organization)

    at_once(
        scene.grant,
        lambda: scene.set(active=False),
        lambda: scene.change(scene.ada, organization_id=None),
        lambda: scene.set(organization_id=scene.organization),
        lambda: scene.change(scene.ada, last_name="Byron"),
    )

    shown = scene.front.get(scene.access(), scene.admin).json
    kinds = {kind: role for kind, role, _ in scene.views()}
    assert ("learner" in kinds) == shown["active"]
    assert kinds.get("business") == (shown["role"] if shown["role"] in ("key_contact", "portal_user") else None)
    assert (scene.member().get("role")) == kinds.get("business")
