"""The platform's console as its admins use it: partners, credits on the row, courses and their grid, users, search."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from infra.local.stack import FIRST_ADMIN, FIRST_PASSWORD
from tests.browser.conftest import Opens
from tests.browser.person import Person
from tests.flow.api import World


@pytest.fixture
def admin(opens: Opens) -> Person:
    return at_the_platform(opens())


def at_the_platform(person: Person, path: str | None = None) -> Person:
    person.signs_in(FIRST_ADMIN, FIRST_PASSWORD, path=path)
    return person


def dialog(page: Page) -> Any:
    return page.locator("dialog[open]")


def credits_of(world: World, partner_id: str) -> int:
    return int(world.wallet(partner_id)["available"])


def partners_called(world: World, name: str) -> list[Any]:
    found: list[Any] = world.platform.ok("GET", f"/v1/partners?q={name}")["items"]
    return found


def fills_new_partner(admin: Person, name: str, email: str) -> None:
    page = admin.page
    admin.goes_to("/platform/partners/new")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Contact e-mail address").fill("info@alfa.example")
    first = page.get_by_role("group", name="First admin")
    first.get_by_label("E-mail address").fill(email)
    first.get_by_label("First name").fill("Laura")
    first.get_by_label("Last name").fill("Moretti")
    start = page.get_by_role("group", name="Credits")
    start.get_by_label("Credits", exact=False).first.fill("1,200")
    start.get_by_label("Reason").fill("Contract 2026")


def test_a_partner_with_admin_credits_and_courses_is_made_in_one_form(admin: Person, world: World) -> None:
    email = world.email("laura")
    other = world.partner("Anybody")
    course = world.course(15, other, title="Antincendio in one form")
    fills_new_partner(admin, "Formica", email)
    admin.page.get_by_role("checkbox", name="Antincendio in one form").check()
    admin.page.get_by_label("Cost of Antincendio in one form for this partner").fill("12")

    admin.page.get_by_role("button", name="Make the partner").click()
    admin.page.wait_for_url("**/platform/partners/prt_*")

    expect(admin.page.get_by_role("heading", level=1)).to_have_text("Formica")
    expect(admin.page.get_by_text("The partner is there, with its credits.")).to_be_visible()
    (partner,) = partners_called(world, "Formica")
    assert credits_of(world, partner["id"]) == 1200
    rows = world.platform.ok("GET", f"/v1/courses/{course}/partners")["items"]
    assert [row["enrollment_cost"] for row in rows if row["partner_id"] == partner["id"]] == [12]
    assert world.mails(email)
    admin.is_content()


def test_credits_that_did_not_arrive_are_offered_again_and_never_added_twice(admin: Person, world: World) -> None:
    page = admin.page
    lost: list[str] = []

    def answer_is_lost(route: Route) -> None:
        asked = route.request
        lost.append(asked.headers["idempotency-key"])
        world.platform.ok("POST", urlsplit(asked.url).path, asked.post_data_json, 201, key=lost[-1])
        route.abort()

    page.route("**/wallet/top-ups", answer_is_lost)
    fills_new_partner(admin, "Cicala", world.email("laura"))
    page.get_by_role("button", name="Make the partner").click()
    expect(page.get_by_role("heading", name="The credits are not added yet")).to_be_visible()
    expect(page.get_by_text("The server cannot be reached")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="The credits are not added yet")).to_be_visible()
    page.unroute("**/wallet/top-ups")

    page.get_by_role("button", name="Add the credits").click()
    page.wait_for_url("**/platform/partners/prt_*")

    (partner,) = partners_called(world, "Cicala")
    assert credits_of(world, partner["id"]) == 1200 and len(lost) == 1
    admin.goes_to("/platform/partners/new")
    expect(page.get_by_role("heading", name="The credits are not added yet")).to_be_hidden()


def test_a_top_up_on_the_row_shows_what_will_be_there_and_pays_once(admin: Person, world: World) -> None:
    partner = world.partner("Rigamonti", credits=60)
    page = admin.page
    admin.goes_to("/platform/partners?q=rigamonti")
    page.get_by_role("button", name="Top up Rigamonti…").click()
    dialog(page).get_by_label("Credits", exact=True).fill("40")
    expect(dialog(page).locator("[data-sum]")).to_have_text("100")
    dialog(page).get_by_label("Reason").fill("Contract")

    dialog(page).get_by_role("button", name="Top up").dblclick()

    expect(page.get_by_text("The credits are added.")).to_be_visible()
    expect(page.locator(f"#{partner}")).to_contain_text("100")
    assert credits_of(world, partner) == 100
    admin.is_content()


def test_a_deduction_of_more_than_there_is_stays_in_its_dialog(admin: Person, world: World) -> None:
    partner = world.partner("Tirchio", credits=10)
    page = admin.page
    admin.goes_to(f"/platform/partners/{partner}")
    page.get_by_role("button", name="Deduct…").click()
    dialog(page).get_by_label("Credits", exact=True).fill("11")
    expect(dialog(page).locator("[data-sum]")).to_have_class("negative")
    dialog(page).get_by_label("Reason").fill("Mistake")
    dialog(page).get_by_role("button", name="Deduct").click()

    expect(dialog(page).get_by_role("alert")).to_contain_text("10 are available")
    expect(dialog(page).get_by_label("Reason")).to_have_value("Mistake")
    assert credits_of(world, partner) == 10


def test_the_grid_gives_a_partner_a_cost_of_its_own_and_takes_the_course_away(admin: Person, world: World) -> None:
    one, other = world.partner("Griglia Uno"), world.partner("Griglia Due")
    course = world.course(15, one, title="Carrelli")
    page = admin.page
    admin.goes_to(f"/platform/courses/{course}")
    page.get_by_role("link", name="Assign to a partner").click()
    page.get_by_role("searchbox").fill("griglia due")
    page.get_by_role("button", name="Assign to Griglia Due…").click()
    dialog(page).get_by_role("button", name="Assign").click()
    expect(page.get_by_text("The course is assigned.")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    expect(page.locator(f"#{other}")).to_contain_text("inherits 15")

    page.get_by_role("button", name="Change the cost of Griglia Due…").click()
    dialog(page).get_by_label("Own cost").fill("9")
    dialog(page).get_by_role("button", name="Save").click()
    expect(page.locator(f"#{other}")).to_contain_text("9 credits")

    page.get_by_role("button", name="Remove Griglia Uno…").click()
    expect(dialog(page)).to_contain_text("Who is enrolled already goes on to the end")
    dialog(page).get_by_role("button", name="Take away").click()
    expect(page.locator(f"#{one}")).to_be_hidden()
    rows = world.platform.ok("GET", f"/v1/courses/{course}/partners")["items"]
    assert [(row["partner_id"], row["enrollment_cost"]) for row in rows] == [(other, 9)]


def test_a_course_is_made_for_chosen_partners(admin: Person, world: World) -> None:
    one = world.partner("Scelto"), world.partner("Non Scelto")
    page = admin.page
    admin.goes_to("/platform/courses/new")
    expect(page.get_by_role("group", name="Partners", exact=True)).to_be_hidden()
    page.get_by_label("Title").fill("Ponteggi")
    page.get_by_label("Cost of one enrollment").fill("20")
    page.get_by_role("radio", name="Chosen partners").check()
    page.get_by_role("checkbox", name="Scelto", exact=True).check()
    page.get_by_label("Own cost of Scelto", exact=True).fill("18")
    page.get_by_role("button", name="Make the course").click()

    page.wait_for_url("**/platform/courses/crs_*")
    expect(page.locator(f"#{one[0]}")).to_contain_text("18 credits")
    expect(page.locator(f"#{one[1]}")).to_be_hidden()


def test_a_new_admin_of_a_partner_is_no_admin_of_the_platform(admin: Person, world: World) -> None:
    partner, email = world.partner("Nominato"), world.email("nina")
    page = admin.page
    admin.goes_to("/platform/users/new")
    page.get_by_label("Partner", exact=False).select_option("Nominato")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("First name").fill("Nina")
    page.get_by_label("Last name").fill("Neri")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("The invitation is sent.")).to_be_visible()

    assert [one["email"] for one in world.platform.ok("GET", f"/v1/partners/{partner}/admins")["items"]] == [email]
    assert email not in [one["email"] for one in world.platform.ok("GET", "/v1/platform/admins")["items"]]


def test_acting_as_a_partner_says_so_on_every_page_until_it_ends(admin: Person, world: World) -> None:
    partner = world.partner("Maschera")
    page = admin.page
    admin.goes_to(f"/platform/partners/{partner}")
    page.get_by_role("button", name="Act as this partner").click()
    page.wait_for_url(f"**/partner/{partner}")
    expect(page.get_by_role("region", name="Acting as a partner")).to_contain_text("Maschera")

    page.get_by_role("region", name="Acting as a partner").get_by_role("button").click()
    page.wait_for_url(f"**/platform/partners/{partner}")
    actions = [row["action"] for row in world.platform.ok("GET", f"/v1/partners/{partner}/audit")["items"]]
    assert actions[:2] == ["partner.act_no_more", "partner.act_as"]


def test_the_link_of_a_mail_leads_to_the_partner_after_the_sign_in(opens: Opens, world: World) -> None:
    partner = world.partner("Richiesta")
    person = opens()
    person.goes_to(f"/platform/partners/{partner}")
    page = person.page
    page.get_by_label("E-mail").fill(FIRST_ADMIN)
    page.locator("input[type=password]").fill(FIRST_PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/platform/partners/{partner}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Richiesta")


def test_a_logo_is_put_on_the_pages_and_taken_off(admin: Person) -> None:
    page = admin.page
    admin.goes_to("/platform/settings")
    page.get_by_label("Picture").first.set_input_files({"name": "l.png", "mimeType": "image/png", "buffer": a_png()})
    page.get_by_role("button", name="Use this picture").first.click()
    expect(page.locator("header img.logo")).to_be_visible()
    page.get_by_role("button", name="Go without a logo").click()
    expect(page.locator("header img.logo")).to_be_hidden()
    admin.is_content()


def a_png() -> bytes:
    """A picture of 40 by 10 pixels, all red."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 40, 10, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xc0\x10\x10" * 40) * 10)
    return base64.b64decode("iVBORw0KGgo=") + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "dark", "language"), [(1280, False, "en"), (320, True, "it")])
def test_a_dialog_and_a_form_for_trainers_have_no_barrier(
    opens: Opens, world: World, width: int, dark: bool, language: str
) -> None:
    partner = world.partner("Accessibile", credits=5, low_credit_threshold=10)
    person = at_the_platform(opens(width=width, dark=dark, language=language), "/platform/users/new?role=trainer")
    person.finds_no_barrier()
    person.scrolls_down_only()
    person.goes_to(f"/platform/partners/{partner}")
    person.page.locator("[data-opens=top-up]").first.click()
    person.finds_no_barrier()
    person.is_content()
