"""Enrolling while something comes in between: pressed twice, an answer lost, a reload, another price."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens
from tests.browser.enrolling import Scene, carried_out, enrolling, pastes, paying
from tests.flow.api import World


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene.of(world)


@pytest.mark.criterion("C-12")
def test_a_double_click_pays_once(scene: Scene, opens: Opens) -> None:
    page = enrolling(scene, opens(), course_id=scene.course_id, contact_ids=scene.ada)
    sent = paying(page)

    page.get_by_role("button", name="Enrol 1 person for 10 credits").dblclick()

    expect(page.get_by_role("heading", name="1 person is enrolled")).to_be_visible()
    assert len(sent) == 1 and scene.balance() == 50


@pytest.mark.criterion("C-12")
def test_an_answer_that_was_lost_and_a_reload_pay_once(scene: Scene, opens: Opens) -> None:
    page = enrolling(scene, opens(), course_id=scene.course_id)
    pastes(page, "Grace Hopper\nada@neri.example")
    expect(page.get_by_role("button", name="Enrol 2 people for 20 credits")).to_be_visible()
    sent = paying(page)

    def lost(route: Any) -> None:
        if '"dry_run":true' in (route.request.post_data or ""):
            route.continue_()
        else:
            carried_out(scene, route.request)
            route.abort()

    page.route("**/enrollments/batches", lost)
    page.get_by_role("button", name="Enrol 2 people for 20 credits").click()
    expect(page.locator("#enrol-form .summary")).to_contain_text("Nothing is lost")
    assert scene.balance() == 40, "it was done, only nobody heard"
    page.unroute("**/enrollments/batches")

    page.reload()
    expect(page.locator("#enrol-form .summary")).to_contain_text("it is not done twice")
    page.get_by_role("button", name="Enrol 2 people for 20 credits").click()

    expect(page.get_by_role("heading", name="2 people are enrolled")).to_be_visible()
    expect(page.locator("#enrol-outcomes")).to_contain_text("Grace Hopper")
    assert scene.balance() == 40 and len(scene.enrollments()) == 2
    assert len({request.headers["idempotency-key"] for request in sent}) == 1


@pytest.mark.criterion("C-37x")
def test_a_price_that_changed_meanwhile_is_shown_anew_and_nothing_is_paid(scene: Scene, opens: Opens) -> None:
    page = enrolling(scene, opens(), course_id=scene.course_id, contact_ids=scene.ada)
    expect(page.get_by_role("button", name="Enrol 1 person for 10 credits")).to_be_visible()
    scene.world.platform.ok("PATCH", f"/v1/courses/{scene.course_id}", {"enrollment_cost": 15})

    page.get_by_role("button", name="Enrol 1 person for 10 credits").click()

    expect(page.locator("#enrol-form .summary")).to_contain_text("now costs 15 credits")
    assert scene.balance() == 60
    page.get_by_role("button", name="Enrol 1 person for 15 credits").click()
    expect(page.get_by_role("heading", name="1 person is enrolled")).to_be_visible()
    assert scene.balance() == 45


def test_what_was_typed_and_decided_survives_a_reload_and_is_gone_after_success(scene: Scene, opens: Opens) -> None:
    page = enrolling(scene, opens())
    page.get_by_label("Course", exact=True).select_option(scene.course_id)
    pastes(page, "Grace Hopper\nAlan Turing")
    page.get_by_label("Enrol Alan Turing").uncheck()
    page.get_by_label("Names and e-mail addresses").fill("not read yet")
    page.reload()

    expect(page.get_by_label("Names and e-mail addresses")).to_have_value("not read yet")
    expect(page.get_by_label("Enrol Alan Turing")).not_to_be_checked()
    page.get_by_role("button", name="Enrol 1 person for 10 credits").click()
    expect(page.get_by_role("heading", name="1 person is enrolled")).to_be_visible()
    page.get_by_role("button", name="Enrol others").click()
    expect(page.get_by_text("Nobody is listed yet.")).to_be_visible()
    expect(page.get_by_label("Names and e-mail addresses")).to_have_value("")
