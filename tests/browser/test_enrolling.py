"""Enrolling as a partner's admin does it: paste, look, price, enrol, undo; with too few credits, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens
from tests.browser.enrolling import PASTED, Scene, enrolling, pastes
from tests.flow.api import World

CALLED = """(one => (one.ariaLabel || one.labels?.[0]?.textContent || one.textContent || "").trim())
(document.activeElement)"""


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene.of(world)


@pytest.mark.criterion("C-12", "C-29")
def test_a_pasted_list_is_read_mended_priced_enrolled_and_undone(scene: Scene, opens: Opens) -> None:
    person = opens()
    page = enrolling(scene, person, course_id=scene.course_id)
    pastes(page, PASTED)

    rows = page.locator("#enrol-rows tr")
    expect(rows).to_have_count(5)
    expect(page.locator("#enrol-rows .badge")).to_have_text(["New", "Known", "Not readable", "Named twice", "New"])
    expect(page.get_by_role("button", name="Enrol 3 people for 30 credits")).to_be_visible()

    page.get_by_role("button", name="Change Line 3").click()
    page.locator("#enrol-rows [data-first]:visible").fill("Alan")
    page.locator("#enrol-rows [data-last]:visible").fill("Turing")
    page.locator("#enrol-rows [data-mail]:visible").fill("alan@neri.example")
    page.locator("#enrol-rows [data-mail]:visible").press("Enter")
    expect(page.locator("#enrol-rows .badge").nth(2)).to_have_text("New")
    page.get_by_label("Enrol Grace Hopper").uncheck()

    expect(page.locator("[data-sum-of=now]")).to_have_text("60")
    expect(page.locator("[data-sum-of=after]")).to_have_text("30")
    assert scene.balance() == 60, "looking costs nothing, and nobody new has a record yet"

    page.get_by_role("button", name="Enrol 3 people for 30 credits").click()
    expect(page.get_by_role("heading", name="3 people are enrolled")).to_be_visible()
    assert scene.balance() == 30
    assert {one["contact_name"] for one in scene.enrollments()} == {"Maria Verdi", "Ada Byron", "Alan Turing"}

    page.reload()
    expect(page.get_by_role("heading", name="3 people are enrolled")).to_be_visible()
    page.get_by_role("button", name="Undo the enrollment of Alan Turing").click()
    expect(page.locator("#enrol-outcomes")).to_contain_text("Credits returned: 10.")
    assert scene.balance() == 40
    page.get_by_role("button", name="Undo all").click()
    expect(page.locator("#enrol-outcomes .badge")).to_have_text(["Undone", "Undone", "Undone"])
    assert scene.balance() == 60
    person.is_content()


@pytest.mark.criterion("C-18", "C-19")
def test_too_few_credits_are_said_before_anything_is_done_and_the_platform_is_asked(scene: Scene, opens: Opens) -> None:
    page = enrolling(scene, opens(), course_id=scene.course_id)
    pastes(page, "\n".join(f"Persona{number} Rossi" for number in range(8)))

    short = page.locator("#enrol-short")
    expect(short).to_contain_text("Required: 80. Available: 60. Missing: 20.")
    expect(page.get_by_role("button", name="Enrol 8 people for 80 credits")).to_be_visible()
    page.get_by_role("button", name="Ask for a top-up").click()
    expect(page.get_by_label("Credits")).to_have_value("20")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("The platform has been asked")).to_be_visible()
    asked = scene.world.platform.ok("GET", f"/v1/partners/{scene.partner_id}/wallet/top-up-requests")["items"]
    assert [one["credits"] for one in asked] == [20] and scene.enrollments() == []

    page.get_by_role("button", name="Keep only the first 6").click()
    page.get_by_role("button", name="Enrol 6 people for 60 credits").click()
    expect(page.get_by_role("heading", name="6 people are enrolled")).to_be_visible()
    assert scene.balance() == 0


@pytest.mark.criterion("C-18", "C-19")
def test_a_long_list_of_which_nobody_can_be_paid_for_is_refused_and_stays(scene: Scene, opens: Opens) -> None:
    dear = scene.world.course(61, scene.partner_id, title="Master")
    page = enrolling(scene, opens(), course_id=dear)
    pastes(page, "\n".join(f"Persona{number} Rossi" for number in range(98)))
    expect(page.locator("#enrol-short")).to_contain_text("as far as the credits reach: 0 of 98")

    page.get_by_role("button", name="Enrol 98 people").click()

    expect(page.locator("#enrol-refusal")).to_be_focused()
    expect(page.locator("#enrol-refusal")).to_contain_text("Nobody was enrolled. The platform and all admins of")
    expect(page.locator("#enrol-rows tr")).to_have_count(98)
    assert scene.balance() == 60 and scene.enrollments() == []
    assert any(mail["subject"].startswith("Not enough credits") for mail in scene.world.mails(scene.email))


def test_who_is_enrolled_already_is_left_out_of_the_price(scene: Scene, opens: Opens) -> None:
    body = {"course_id": scene.course_id, "contact_id": scene.ada}
    scene.world.platform.ok("POST", f"/v1/partners/{scene.partner_id}/enrollments", body, 201)
    page = enrolling(scene, opens(), course_id=scene.course_id, contact_ids=scene.ada)
    pastes(page, "Grace Hopper")

    expect(page.locator("#enrol-rows .badge").first).to_have_text("Already enrolled")
    expect(page.get_by_role("button", name="Enrol 1 person for 10 credits")).to_be_visible()


def test_all_of_it_by_keyboard(scene: Scene, opens: Opens) -> None:
    page = enrolling(scene, opens(), course_id=scene.course_id)
    keys = page.keyboard

    def until(name: str) -> None:
        """Tab on until what has the focus is called this."""
        for _ in range(60):
            if page.evaluate(CALLED).startswith(name):
                return
            keys.press("Tab")
        raise AssertionError(f"{name} is not reached")

    until("Names and e-mail addresses")
    keys.type("Grace Hopper\nada@neri.example")
    until("Read the list")
    keys.press("Enter")
    expect(page.get_by_label("Enrol Grace Hopper")).to_be_focused()
    keys.press("Space")
    expect(page.get_by_role("status").first).to_contain_text("10 credits")
    until("Enrol 1 person for 10 credits")
    keys.press("Enter")
    expect(page.locator("#enrol-result")).to_be_focused()
    assert [one["contact_name"] for one in scene.enrollments()] == ["Ada Byron"]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_every_step_is_open_to_all(scene: Scene, opens: Opens, width: int, dark: bool) -> None:
    person = opens(width=width, dark=dark)
    page = enrolling(scene, person, course_id=scene.course_id)

    def is_open() -> None:
        person.finds_no_barrier()
        person.scrolls_down_only()

    pastes(page, PASTED)
    expect(page.locator("#enrol-rows tr")).to_have_count(5)
    page.get_by_role("button", name="Change Line 3").click()
    is_open()
    page.get_by_role("button", name="Enrol 3 people for 30 credits").click()
    expect(page.locator("#enrol-result")).to_be_visible()
    is_open()
    person.is_content()
