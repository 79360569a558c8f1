"""Enrolling as a partner's admin does it: paste, look, price, enrol, undo; by keyboard, interrupted, on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Opens
from tests.browser.person import Person
from tests.flow.api import Api, World

PASTED = "Maria Verdi <maria@neri.example>\nada@neri.example\nNon un indirizzo ada@@x\nada@neri.example\nGrace Hopper"
CALLED = """(one => (one.ariaLabel || one.labels?.[0]?.textContent || one.textContent || "").trim())
(document.activeElement)"""


@dataclass
class Scene:
    """A partner with credits, a course of 10, and Ada, who is known; its admin in front of the page."""

    partner_id: str
    course_id: str
    ada: str
    email: str
    world: World

    @property
    def path(self) -> str:
        return f"/partner/{self.partner_id}"

    def enrollments(self) -> list[Any]:
        items: list[Any] = self.world.platform.ok("GET", f"/v1/partners/{self.partner_id}/enrollments")["items"]
        return items

    def balance(self) -> int:
        return int(self.world.wallet(self.partner_id)["balance"])


@pytest.fixture
def scene(world: World) -> Scene:
    partner_id = world.partner(credits=60)
    email = world.email("laura")
    admin: Api = world.admin(partner_id, email)
    course_id = world.course(10, partner_id, title="Formazione generale dei lavoratori, rischio alto, otto ore")
    ada = world.contact(partner_id, "Ada", last_name="Byron", email="ada@neri.example")
    assert admin.headers
    return Scene(partner_id, course_id, ada, email, world)


def enrolling(scene: Scene, person: Person, **asked: str) -> Page:
    """The page, with these words in its address, as the admin sees it."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    person.signs_in(scene.email, path=f"{scene.path}/enrol?{query}")
    return person.page


def pastes(page: Page, text: str) -> None:
    page.get_by_label("Names and e-mail addresses").fill(text)
    page.get_by_role("button", name="Read the list").click()


def paying(page: Page) -> list[Request]:
    """The commands that pay, as they are sent from now on."""
    sent: list[Request] = []

    def seen(request: Request) -> None:
        if request.url.endswith("/enrollments/batches") and '"dry_run":true' not in (request.post_data or ""):
            sent.append(request)

    page.on("request", seen)
    return sent


def carried_out(scene: Scene, request: Request) -> None:
    """The request arrives and is answered; whether the page hears of it is another matter."""
    headers = {name: value for name, value in request.all_headers().items() if not name.startswith(":")}
    answer = scene.world.http.request(
        request.method, request.url.replace(scene.world.stack.url, ""), content=request.post_data, headers=headers
    )
    assert answer.status_code == 200, answer.text


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


@pytest.mark.criterion("C-18", "C-19")
def test_too_few_credits_are_said_before_anything_is_done_and_the_platform_is_asked(scene: Scene, opens: Opens) -> None:
    page = enrolling(scene, opens(), course_id=scene.course_id)
    pastes(page, "\n".join(f"Persona{number} Rossi" for number in range(8)))

    short = page.locator("#enrol-short")
    expect(short).to_contain_text("80 are required and 60 are available")
    expect(page.locator("#enrol-form button[type=submit]")).to_be_hidden()
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


def test_who_is_enrolled_already_is_left_out_of_the_price(scene: Scene, opens: Opens) -> None:
    body = {"course_id": scene.course_id, "contact_id": scene.ada}
    scene.world.platform.ok("POST", f"/v1/partners/{scene.partner_id}/enrollments", body, 201)
    page = enrolling(scene, opens(), course_id=scene.course_id, contact_ids=scene.ada)
    pastes(page, "Grace Hopper")

    expect(page.locator("#enrol-rows .badge").first).to_have_text("Already enrolled")
    expect(page.get_by_role("button", name="Enrol 1 person for 10 credits")).to_be_visible()


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


@pytest.mark.criterion("C-35x")
def test_withdrawing_shows_first_what_comes_back(scene: Scene, opens: Opens) -> None:
    body = {"course_id": scene.course_id, "contact_id": scene.ada}
    made = scene.world.platform.ok("POST", f"/v1/partners/{scene.partner_id}/enrollments", body, 201)
    person = opens()
    person.signs_in(scene.email, path=f"{scene.path}/enrollments/{made['id']}")

    person.page.get_by_role("button", name="Undo…").click()
    expect(person.page.locator("[data-fill=refund]")).to_have_text("10")
    expect(person.page.locator("[data-fill=balance_after]")).to_have_text("60")
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


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_every_page_is_open_to_all(scene: Scene, opens: Opens, width: int, dark: bool) -> None:
    api = f"/v1/partners/{scene.partner_id}"
    organization = scene.world.platform.ok("POST", f"{api}/organizations", {"name": "Neri srl"}, 201)["id"]
    scene.world.platform.ok("PATCH", f"{api}/contacts/{scene.ada}", {"organization_id": organization, "tags": ["capi"]})
    body = {"course_id": scene.course_id, "contact_id": scene.ada, "organization_id": organization}
    made = scene.world.platform.ok("POST", f"{api}/enrollments", body, 201)["id"]
    person = opens(width=width, dark=dark)
    person.signs_in(scene.email)
    paths = [
        "contacts", "contacts/new", f"contacts/{scene.ada}", f"contacts/{scene.ada}/edit",
        f"contacts/{scene.ada}/views",
        "organizations", "organizations/new", f"organizations/{organization}", f"organizations/{organization}/edit",
        "catalogue", f"catalogue/{scene.course_id}", "enrollments", f"enrollments/{made}",
    ]  # fmt: skip
    for path in paths:
        assert person.goes_to(f"{scene.path}/{path}").ok
        person.finds_no_barrier()
        person.scrolls_down_only()
    person.page.get_by_role("button", name="Undo…").click()
    person.finds_no_barrier()

    person.goes_to(f"{scene.path}/enrol?course_id={scene.course_id}")
    pastes(person.page, PASTED)
    expect(person.page.locator("#enrol-rows tr")).to_have_count(5)
    person.page.get_by_role("button", name="Change Line 3").click()
    person.finds_no_barrier()
    person.scrolls_down_only()
    person.page.get_by_role("button", name="Enrol 2 people for 20 credits").click()
    expect(person.page.locator("#enrol-result")).to_be_visible()
    person.finds_no_barrier()
    person.scrolls_down_only()
    person.is_content()
