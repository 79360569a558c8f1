"""A partner's team and its own settings in a browser: invited, narrowed, dismissed; a brand that is worn at once."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens
from tests.browser.person import Person
from tests.browser.test_platform import a_png
from tests.flow.api import World


def dialog(page: Page) -> Any:
    return page.locator("dialog[open]")


@pytest.fixture
def place(world: World) -> tuple[str, str]:
    """A partner and the e-mail address of its one admin."""
    partner, email = world.partner("Formica"), world.email("laura")
    world.admin(partner, email)
    return partner, email


@pytest.fixture
def laura(opens: Opens, place: tuple[str, str]) -> Person:
    """That admin, before the team."""
    person = opens()
    person.signs_in(place[1], path=f"/partner/{place[0]}/team")
    return person


def row(page: Page, email: str) -> Any:
    return page.locator("#team tbody tr").filter(has_text=email)


def test_a_supervisor_is_invited_for_chosen_companies_and_then_becomes_something_else(
    laura: Person, place: tuple[str, str], world: World
) -> None:
    partner, page, email = place[0], laura.page, world.email("carlo")
    for name in ("Beta srl", "Gamma spa"):
        world.platform.ok("POST", f"/v1/partners/{partner}/organizations", {"name": name}, 201)
    page.get_by_role("link", name="Invite somebody").click()
    expect(page.get_by_role("group", name="What a supervisor sees")).to_be_hidden()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("First name").fill("Carlo")
    page.get_by_label("Last name").fill("Neri")
    page.get_by_role("radio", name="Supervisor").check()
    page.get_by_role("radio", name="Organizations The people of").check()
    page.get_by_role("button", name="Invite", exact=True).click()
    assert "Chosen by" in laura.says_in(page.locator("#member"))
    page.get_by_role("checkbox", name="Gamma spa").check()
    page.get_by_label("Find an organization").fill("bet")
    expect(page.get_by_role("checkbox", name="Beta srl")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Gamma spa")).to_be_checked()
    laura.finds_no_barrier()

    page.get_by_role("button", name="Invite", exact=True).click()

    expect(row(page, email)).to_contain_text("Organizations: Gamma spa")
    expect(row(page, email)).to_contain_text("Invited")
    assert world.mails(email)
    row(page, email).get_by_role("link", name="Change").click()
    expect(page.get_by_role("checkbox", name="Gamma spa")).to_be_checked()
    page.get_by_role("radio", name="Tags").check()
    page.get_by_label("Tags", exact=True).locator("visible=true").last.fill("Turno A\ncapi")
    page.get_by_role("button", name="Save").click()
    expect(row(page, email)).to_contain_text("Tags: capi, turno a")
    row(page, email).get_by_role("link", name="Change").click()
    page.get_by_role("radio", name="Finance").check()
    page.get_by_role("button", name="Save").click()
    expect(row(page, email)).to_contain_text("Finance")
    row(page, email).get_by_role("link", name="Change").click()
    page.get_by_role("button", name="Make an admin…").click()
    dialog(page).get_by_role("button", name="Make an admin").click()
    expect(row(page, email)).to_contain_text("Admin")
    laura.is_content()


def test_an_admin_is_invited_again_removed_and_the_last_one_stays(
    laura: Person, place: tuple[str, str], world: World
) -> None:
    page, email = laura.page, world.email("anna")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("First name").fill("Anna")
    page.get_by_label("Last name").fill("Bianchi")
    page.get_by_role("radio", name="Admin").check()
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(row(page, email)).to_contain_text("Admin")
    row(page, email).get_by_role("button", name="Send the invitation to Anna Bianchi again").click()
    expect(page.get_by_text("The invitation is sent again.")).to_be_visible()
    assert len(world.mails(email)) == 2
    row(page, email).get_by_role("button", name="Remove").click()
    expect(dialog(page)).to_contain_text("They can do nothing more for this partner")
    expect(dialog(page)).to_contain_text("Anna Bianchi")
    laura.finds_no_barrier()
    dialog(page).get_by_role("button", name="Remove", exact=True).click()
    expect(row(page, email)).to_have_count(0)

    row(page, place[1]).get_by_role("button", name="Leave…").click()
    dialog(page).get_by_role("button", name="Leave", exact=True).click()

    assert "last admin" in laura.says_in(dialog(page)).lower()
    laura.is_content()


@pytest.mark.criterion("A-33")
def test_settings_are_changed_and_what_is_wrong_stands_at_its_field(laura: Person, place: tuple[str, str]) -> None:
    page = laura.page
    laura.goes_to(f"/partner/{place[0]}/settings")
    page.get_by_label("Alert threshold").fill("40")
    page.get_by_label("Time zone").fill("Europe/Atlantis")
    page.get_by_role("button", name="Save").click()
    assert "time zone" in laura.says_in(page.locator("#partner")).lower()
    page.get_by_label("Time zone").fill("Europe/Amsterdam")

    page.get_by_role("button", name="Save").click()

    expect(page.locator("#toasts")).to_contain_text("Saved")
    expect(page.get_by_label("Alert threshold")).to_have_value("40")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Amsterdam")
    expect(page.get_by_text("Your pages and mails look like the platform")).to_be_visible()
    laura.is_content()


@pytest.mark.criterion("A-34")
def test_a_whitelabel_partners_brand_is_worn_by_the_next_page_of_everybody(opens: Opens, world: World) -> None:
    partner, email = world.partner("Acme", kind="whitelabel"), world.email("james")
    world.admin(partner, email)
    james = opens()
    james.signs_in(email, path=f"/partner/{partner}/settings")
    page = james.page
    plain = page.locator("#brand button[type=submit]").evaluate("one => getComputedStyle(one).backgroundColor")
    page.get_by_label("Name", exact=False).first.fill("Acme Learning")
    page.locator("#brand [name=accent]").fill("#ffee00")
    page.locator("#brand button[type=submit]").click()
    expect(page.get_by_text("Light pages use another shade than the one you chose")).to_be_visible()
    button = page.locator("#brand button[type=submit]")
    assert button.evaluate("one => getComputedStyle(one).backgroundColor") != plain
    james.finds_no_barrier()
    james.finds_no_barrier_by_night()

    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": a_png()}
    page.get_by_label("Picture").first.set_input_files(logo)
    expect(page.get_by_role("img", name="How it will look")).to_be_visible()
    james.finds_no_barrier()
    page.get_by_role("button", name="Use this picture").first.click()

    expect(page.locator("header img.logo")).to_be_visible()
    assert page.locator("header img.logo").get_attribute("alt") == "Acme Learning"
    phone = opens(width=320, dark=True, language="it")
    phone.signs_in(email, path=f"/partner/{partner}")
    expect(phone.page.locator("header img.logo")).to_be_visible()
    phone.scrolls_down_only()
    james.is_content()
