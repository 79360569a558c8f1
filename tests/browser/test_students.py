"""What a partner's admin does with students and enrollments that are there: pick, let in, undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens
from tests.browser.enrolling import Scene
from tests.flow.api import World


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene.of(world)


@pytest.mark.criterion("C-35x")
def test_withdrawing_shows_first_what_comes_back(scene: Scene, opens: Opens) -> None:
    body = {"course_id": scene.course_id, "contact_id": scene.ada}
    made = scene.world.platform.ok("POST", f"/v1/partners/{scene.partner_id}/enrollments", body, 201)
    person = opens()
    person.signs_in(scene.email, path=f"{scene.path}/enrollments/{made['id']}")

    person.page.get_by_role("button", name="Undo…").click()
    expect(person.page.locator("[data-fill=refund]")).to_have_text("10")
    expect(person.page.locator("[data-fill=balance_after]")).to_have_text("60")
    person.finds_no_barrier()
    person.finds_no_barrier_by_night()
    assert scene.balance() == 50
    person.page.get_by_role("button", name="Undo", exact=True).click()

    expect(person.page.locator("main .badge").first).to_have_text("Withdrawn")
    assert scene.balance() == 60
    person.is_content()


@pytest.mark.criterion("A-19")
def test_the_dialog_of_a_grant_says_that_it_covers_what_was_and_what_comes(scene: Scene, opens: Opens) -> None:
    api = f"/v1/partners/{scene.partner_id}"
    organization = scene.world.platform.ok("POST", f"{api}/organizations", {"name": "Neri srl"}, 201)["id"]
    scene.world.platform.ok("PATCH", f"{api}/contacts/{scene.ada}", {"organization_id": organization})
    person = opens()
    person.signs_in(scene.email, path=f"{scene.path}/organizations/{organization}")

    person.page.get_by_role("button", name="Make key contact").first.click()
    expect(person.page.get_by_role("dialog")).to_contain_text("what is there already")
    expect(person.page.get_by_role("dialog")).to_contain_text("all that comes later")
    person.page.get_by_role("dialog").get_by_role("button", name="Make key contact").click()

    expect(person.page.locator("#key-contacts")).to_contain_text("Ada Byron")
    person.page.locator("#key-contacts").get_by_role("button", name="Send the invitation again").click()
    expect(person.page.get_by_text("Invitation sent again")).to_be_visible()
    person.is_content()


def test_students_picked_in_the_list_are_the_ones_to_enrol(scene: Scene, opens: Opens) -> None:
    person = opens()
    person.signs_in(scene.email, path=f"{scene.path}/contacts")
    person.page.get_by_label("Select Ada Byron").check()
    person.page.get_by_role("button", name="Enrol…").click()

    expect(person.page.get_by_label("Enrol Ada Byron")).to_be_checked()
    person.is_content()
