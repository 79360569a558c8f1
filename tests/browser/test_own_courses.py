"""A whitelabel partner's own course as its admin makes it: draft, published, given to people without a credit."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens
from tests.browser.enrolling import Scene, pastes
from tests.flow.api import World


@pytest.fixture
def scene(world: World) -> Scene:
    """The partner was made a default one, so that its people sign in on the platform's domain."""
    scene = Scene.of(world)
    world.platform.ok("PATCH", f"/v1/partners/{scene.partner_id}", {"kind": "whitelabel"})
    return scene


@pytest.mark.criterion("C-31")
def test_a_course_is_made_published_enrolled_into_and_archived(scene: Scene, opens: Opens) -> None:
    person = opens()
    person.signs_in(scene.email, path=f"{scene.path}/catalogue")
    page = person.page
    expect(page.get_by_role("heading", name="No course of your own yet")).to_be_visible()

    page.get_by_role("link", name="New course").click()
    page.get_by_label("Title").fill("Accoglienza in azienda")
    page.get_by_label("Description").fill("Mezz'ora per chi arriva.")
    page.get_by_role("button", name="Make the draft").click()
    page.wait_for_url("**/catalogue/crs_4*")
    expect(page.get_by_text("nobody can be enrolled into it yet")).to_be_visible()
    expect(page.get_by_role("link", name="Enrol people")).to_have_count(0)

    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published", exact=True)).to_be_visible()
    page.get_by_role("link", name="Enrol people").click()
    expect(page.locator("#enrol-course optgroup")).to_have_count(2)
    pastes(page, "Maria Verdi <maria@neri.example>\nada@neri.example")
    expect(page.locator("[data-sum-of=after]")).to_have_text("60")
    page.locator("#enrol-form button[type=submit]").click()
    expect(page.get_by_role("heading", name="2 people are enrolled")).to_be_visible()
    assert scene.balance() == 60
    assert {(one["course_title"], one["cost"]) for one in scene.enrollments()} == {("Accoglienza in azienda", 0)}

    person.goes_to(f"{scene.path}/catalogue")
    page.get_by_role("link", name="Accoglienza in azienda", exact=True).click()
    expect(page.get_by_role("link", name="Maria Verdi")).to_be_visible()
    page.get_by_label("Title").fill("Accoglienza, nuova edizione")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Accoglienza, nuova edizione")).to_be_visible()
    page.get_by_role("button", name="Archive…").click()
    page.get_by_role("button", name="Archive", exact=True).click()
    expect(page.get_by_text("This course takes no new enrollments.")).to_be_visible()
    expect(page.get_by_role("link", name="Enrol people")).to_have_count(0)
    person.is_content()


@pytest.mark.criterion("C-36x")
def test_the_partners_admin_says_who_passed_it(scene: Scene, opens: Opens) -> None:
    person = opens()
    person.signs_in(scene.email, path=f"{scene.path}/catalogue/new")
    page = person.page
    page.get_by_label("Title").fill("Accoglienza")
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="Enrol people").click()
    pastes(page, "ada@neri.example")
    page.locator("#enrol-form button[type=submit]").click()
    page.locator("#enrol-outcomes a").click()
    page.get_by_label("Result").select_option("passed")
    page.get_by_label("Grade").fill("95")
    page.get_by_role("button", name="Save the result").click()
    expect(page.get_by_text("Completed", exact=True)).to_be_visible()
    [enrolled] = scene.enrollments()
    assert (enrolled["result"], enrolled["grade"]) == ("passed", 95)
    person.is_content()
