"""The portal of a customer company, a learner's own pages and the editor of access profiles, as people use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens
from tests.browser.person import Person
from tests.flow.api import Api, World

OFFICE: dict[str, Any] = {
    "company": {"visible": True, "order": 1, "records": "organization", "fields": {"name": "read", "phone": "read"}},
    "enrollments": {"visible": True, "order": 2, "records": "own", "fields": {"course": "read", "status": "read"}},
}


@dataclass
class Firm:
    """An organization of a fresh partner with a key contact and a portal user, both invited by mail."""

    world: World
    partner: str
    admin: Api
    laura: str
    organization: str
    contacts: dict[str, str]
    emails: dict[str, str]
    profile: str

    @property
    def api(self) -> str:
        return f"/v1/partners/{self.partner}"

    @property
    def home(self) -> str:
        return f"/business/{self.organization}"

    @property
    def profiles(self) -> str:
        return f"/partner/{self.partner}/profiles"


@pytest.fixture
def firm(world: World) -> Firm:
    partner, laura = world.partner("Formica", credits=100), world.email("laura")
    admin = world.admin(partner, laura)
    api = f"/v1/partners/{partner}"
    given = {"name": "Acme srl", "phone": "+39 02 111", "vat_number": "IT01234567890"}
    organization = admin.ok("POST", f"{api}/organizations", given, 201)["id"]
    emails = {name: world.email(name) for name in ("james", "giulia")}
    contacts = {}
    for name, email in emails.items():
        body = {"first_name": name.title(), "last_name": "Rossi", "email": email, "organization_id": organization}
        contacts[name] = admin.ok("POST", f"{api}/contacts", body, 201)["id"]
    profile = admin.ok("POST", f"{api}/profiles", {"name": "Office", "modules": OFFICE}, 201)["id"]
    admin.ok("POST", f"{api}/organizations/{organization}/key-contacts", {"contact_id": contacts["james"]}, 201)
    manages = {"active": True, "organization_id": organization, "admin": True}
    admin.ok("PUT", f"{api}/contacts/{contacts['james']}/portal-access", manages)
    setting = {"active": True, "organization_id": organization, "admin": False, "profile_id": profile}
    admin.ok("PUT", f"{api}/contacts/{contacts['giulia']}/portal-access", setting)
    course = world.course(5, partner, title="Antincendio")
    for one in contacts.values():
        body = {"course_id": course, "contact_id": one, "organization_id": organization}
        admin.ok("POST", f"{api}/enrollments", body, 201)
    for email in emails.values():
        world.set_password(email)
    return Firm(world, partner, admin, laura, organization, contacts, emails, profile)


def menu(page: Page) -> list[str]:
    return [one.strip() for one in page.locator("#menu a").all_inner_texts()]


def dialog(page: Page) -> Any:
    return page.locator("dialog[open]")


def fits(person: Person, *paths: str) -> None:
    """No barrier and no sideways scroll on these pages."""
    for path in paths:
        assert person.goes_to(path).status == 200, path
        person.finds_no_barrier()
        person.scrolls_down_only()
    person.is_content()


@pytest.mark.criterion("A-18", "A-22", "A-24", "B-37")
def test_a_key_contact_changes_company_data_adds_people_and_switches_to_their_courses(opens: Opens, firm: Firm) -> None:
    james = opens()
    james.signs_in(firm.emails["james"], path=firm.home)
    page = james.page
    assert menu(page) == ["Home", "Company data", "People", "Enrollments"]
    expect(page.get_by_role("heading", name="Completion by course")).to_be_visible()

    page.get_by_role("link", name="Company data").first.click()
    page.get_by_label("Phone").fill("not a number!")
    page.get_by_role("button", name="Save").click()
    assert "Phone" in james.says_in(page.locator("#change-company"))
    page.get_by_label("Phone").fill("+39 02 222")
    page.get_by_label("City").fill("Milano")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toasts")).to_contain_text("Saved")
    expect(page.get_by_label("Phone")).to_have_value("+39 02 222")
    kept = firm.admin.ok("GET", f"{firm.api}/organizations/{firm.organization}")
    assert (kept["phone"], kept["address"]["city"]) == ("+39 02 222", "Milano")
    rows = firm.admin.ok("GET", f"{firm.api}/audit?action=organization.")["items"]
    assert rows[0]["view"] == "business"

    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Add people").click()
    page.get_by_label("First name").fill("Nina")
    page.get_by_role("button", name="Add people").click()
    expect(page.get_by_role("heading", level=1, name="Nina")).to_be_visible()
    page.get_by_role("link", name="People").first.click()
    page.get_by_role("searchbox").fill("nin")
    expect(page.locator("#people tbody tr")).to_have_count(1)

    page.locator(".switch").click()
    page.locator(f'#views-menu a[href="/me/{firm.partner}"]').click()
    expect(page.get_by_role("heading", level=1, name="Your courses")).to_be_visible()
    expect(page.get_by_role("link", name="Antincendio")).to_have_count(1)
    james.is_content()


@pytest.mark.criterion("A-23", "B-22", "B-34", "B-38")
def test_a_narrower_profile_sees_less_and_without_the_role_the_next_click_is_refused(opens: Opens, firm: Firm) -> None:
    giulia = opens()
    giulia.signs_in(firm.emails["giulia"], path=firm.home)
    page = giulia.page
    assert menu(page) == ["Home", "Company data", "Enrollments"]
    page.get_by_role("link", name="Company data").first.click()
    expect(page.get_by_text("+39 02 111")).to_be_visible()
    expect(page.get_by_text("IT01234567890")).to_have_count(0)
    assert page.locator("main form").count() == 0
    assert giulia.goes_to(f"{firm.home}/people").status == 404
    assert giulia.goes_to(f"{firm.home}/people/{firm.contacts['james']}").status == 404
    giulia.goes_to(f"{firm.home}/enrollments")
    expect(page.locator("#enrollments tbody tr")).to_have_count(1)

    firm.admin.ok("DELETE", f"{firm.api}/contacts/{firm.contacts['giulia']}/portal-access", status=204)
    page.locator(f'#menu a[href="{firm.home}/company"]').click()
    expect(page.get_by_text("+39 02 111")).to_have_count(0)
    assert page.get_by_role("heading", level=1).inner_text() in ("This page does not exist", "Sign in")


@pytest.mark.criterion("B-20", "B-36", "B-38")
def test_a_change_is_compared_looked_through_and_published(opens: Opens, firm: Firm) -> None:
    laura, giulia = opens(), opens()
    giulia.signs_in(firm.emails["giulia"], path=f"{firm.home}/company")
    laura.signs_in(firm.laura, path=firm.profiles)
    page = laura.page
    page.get_by_role("link", name="Office").click()
    company = page.get_by_role("group", name="Company data")
    company.get_by_role("radio", name="VAT number: Read").check()
    expect(page.get_by_text("This is your draft.")).to_be_visible()

    page.get_by_role("link", name="View as…").click()
    page.get_by_role("link", name="Giulia Rossi").click()
    page.get_by_role("link", name="Acme srl", exact=True).click()
    expect(page.get_by_text("You see this as Giulia Rossi, with the profile Office.")).to_be_visible()
    expect(page.get_by_text("The profile is your draft")).to_be_visible()
    page.locator("main").get_by_role("link", name="Company data").click()
    expect(page.get_by_text("IT01234567890")).to_be_visible()
    laura.finds_no_barrier()
    giulia.page.reload()
    expect(giulia.page.get_by_text("IT01234567890")).to_have_count(0)

    page.get_by_role("link", name="Back to the profile").click()
    expect(company.get_by_role("radio", name="VAT number: Read")).to_be_checked()
    page.get_by_role("button", name="Compare before publishing…").click()
    expect(dialog(page).get_by_text("1 portal user")).to_be_visible()
    assert dialog(page).locator("#differences li").all_inner_texts() == [
        "Company data, “VAT number”: read only instead of hidden."
    ]
    laura.finds_no_barrier()
    dialog(page).get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published")).to_be_visible()
    expect(page.get_by_text("This is your draft.")).to_be_hidden()
    giulia.page.reload()
    expect(giulia.page.get_by_text("IT01234567890")).to_be_visible()
    laura.is_content()


def test_who_was_slower_is_told_and_keeps_the_draft(opens: Opens, firm: Firm) -> None:
    laura = opens()
    laura.signs_in(firm.laura, path=f"{firm.profiles}/{firm.profile}")
    page = laura.page
    company = page.get_by_role("group", name="Company data")
    company.get_by_role("radio", name="Phone: Hidden").check()
    firm.admin.ok("PATCH", f"{firm.api}/profiles/{firm.profile}", {"version": 1, "name": "Ufficio"})
    page.get_by_role("button", name="Compare before publishing…").click()
    dialog(page).get_by_role("button", name="Publish").click()
    assert "Load the page again" in laura.says_in(page.locator("#profile"))
    page.get_by_role("link", name="Load the profile as it is now").click()
    expect(company.get_by_role("radio", name="Phone: Hidden")).to_be_checked()
    page.get_by_role("button", name="Compare before publishing…").click()
    dialog(page).get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published")).to_be_visible()


def test_a_profile_that_cannot_be_is_refused_at_its_field_and_one_in_use_stays(opens: Opens, firm: Firm) -> None:
    laura = opens()
    laura.signs_in(firm.laura, path=f"{firm.profiles}/{firm.profile}")
    page = laura.page
    people = page.get_by_role("group", name="People")
    people.get_by_role("checkbox", name="Shown in the menu").check()
    people.get_by_role("checkbox", name="Add people").check()
    page.get_by_role("button", name="Compare before publishing…").click()
    assert "First name" in laura.says_in(page.locator("#profile"))
    people.get_by_role("button", name="All fields: Edit").click()
    expect(people.get_by_role("radio", name="First name: Edit")).to_be_checked()
    expect(people.get_by_role("radio", name="Added: Read")).to_be_checked()
    page.get_by_role("button", name="Delete…").click()
    dialog(page).get_by_role("button", name="Delete").click()
    expect(dialog(page).get_by_text("Give whoever has it another profile first")).to_be_visible()

    laura.goes_to(f"{firm.profiles}/new")
    page.get_by_label("Name", exact=True).fill("Reception")
    page.get_by_role("button", name="Make the profile").click()
    expect(page.get_by_role("heading", level=1, name="Reception")).to_be_visible()
    page.get_by_role("button", name="Delete…").click()
    dialog(page).get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Profile deleted")).to_be_visible()


def test_the_fields_of_a_profile_are_set_by_keyboard(opens: Opens, firm: Firm) -> None:
    laura = opens(width=320)
    laura.signs_in(firm.laura, path=f"{firm.profiles}/{firm.profile}")
    page = laura.page
    company = page.get_by_role("group", name="Company data")
    company.get_by_role("radio", name="VAT number: Hidden").focus()
    page.keyboard.press("ArrowRight")
    expect(company.get_by_role("radio", name="VAT number: Read")).to_be_checked()
    page.keyboard.press("Tab")
    assert laura.has_focus(company.get_by_role("radio", name="E-mail: Hidden"))
    laura.scrolls_down_only()


@pytest.mark.parametrize(("width", "dark", "language"), [(1280, False, "en"), (320, True, "it")])
def test_looking_through_the_eyes_of_another_is_open_to_all(
    opens: Opens, firm: Firm, width: int, dark: bool, language: str
) -> None:
    firm.world.sign_in(firm.laura).ok("PATCH", "/v1/me", {"language": language})
    laura = opens(width=width, dark=dark, language=language)
    laura.signs_in(firm.laura)
    seen_as = f"{firm.profiles}/{firm.profile}/as"
    eyes = f"contact_id={firm.contacts['giulia']}"
    fits(laura, f"{firm.profiles}/learner", f"{seen_as}?{eyes}", f"{seen_as}?{eyes}&own=true")
    fits(laura, f"{seen_as}/company?{eyes}&organization_id={firm.organization}")
