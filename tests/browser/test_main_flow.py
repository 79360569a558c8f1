"""The main job, from signing in to the mails: a partner runs out of credits, asks for more, gets them and enrols."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from infra.local.stack import FIRST_ADMIN, FIRST_PASSWORD
from tests.browser.conftest import Opens
from tests.browser.person import Person
from tests.browser.short_of_credits import COST, Partner
from tests.flow.api import World

MORE = 30
"""Credits that are asked for."""
FOCUS = "document.activeElement"


@pytest.fixture
def partner(world: World) -> Partner:
    return Partner.of(world)


def _pastes_two(page: Page, course: str) -> Locator:
    """A known person and a new one are pasted; the button that names the price."""
    page.get_by_role("option", name=course).wait_for(state="attached")
    page.locator("#enrol-course").select_option(page.get_by_role("option", name=course).get_attribute("value"))
    page.locator("#enrol-text").fill("ada@neri.example\nGrace Hopper <grace@neri.example>")
    page.locator("#enrol-paste button[type=submit]").click()
    expect(page.locator("#enrol-rows tr")).to_have_count(2)
    button = page.locator("#enrol-form button[type=submit]")
    expect(button).to_be_visible()
    return button


def _is_refused(page: Page, required: int, available: int) -> None:
    """The reason stands there with its numbers and has the focus; nothing can be pressed that could not be paid."""
    short = page.locator("#enrol-short")
    expect(short).to_be_focused()
    assert re.findall(r"\d+", short.locator("p").first.inner_text()) == [str(required), str(available)]
    expect(page.locator("#enrol-form button[type=submit]")).to_be_hidden()


@pytest.mark.criterion("C-12", "C-18", "C-19", "C-20", "C-21", "C-25", "C-29")
def test_from_signing_in_to_a_refusal_a_top_up_and_the_mails(partner: Partner, opens: Opens) -> None:
    laura, paola = opens(), opens()
    page = laura.page
    laura.signs_in(partner.laura)
    page.wait_for_url(f"**{partner.path}")
    page.locator("#menu").get_by_role("link", name="Enrol", exact=True).click()
    button = _pastes_two(page, partner.course)
    expect(page.locator("#enrol-rows .badge")).to_have_text(["Known", "New"])
    expect(page.locator("[data-sum-of=price]")).to_contain_text("20")
    expect(page.locator("[data-sum-of=after]")).to_have_text("0")

    partner.spent_elsewhere(15)
    button.click()
    _is_refused(page, required=20, available=5)
    laura.finds_no_barrier()
    assert partner.balance == 5 and partner.enrolled() == []
    for email in (FIRST_ADMIN, partner.laura, partner.other):
        assert partner.subjects(email)[0].startswith("Not enough credits"), f"{email} was not told"

    page.locator("#enrol-short [data-opens=ask]").click()
    expect(page.locator("#ask-form [name=credits]")).to_have_value("15")  # what is missing
    page.locator("#ask-form [name=credits]").fill(str(MORE))
    page.locator("#ask-form button[type=submit]").click()
    expect(page.locator("#ask")).to_be_hidden()
    assert partner.subjects(FIRST_ADMIN)[0] == f"{partner.name} asks for a top-up"

    _tops_up(paola, partner)
    assert partner.balance == 5 + MORE

    page.reload()  # what was pasted and decided is still there
    button.dblclick()
    expect(page.locator("#enrol-result")).to_be_visible()
    assert partner.balance == 5 + MORE - 2 * COST, "paid twice or not at all"
    assert partner.enrolled() == ["Ada Byron", "Grace Hopper"]
    page.locator("#menu").get_by_role("link", name="Dashboard").click()
    expect(page.locator(".tiles").first).to_contain_text("15")
    laura.is_content()
    paola.is_content()


def _tops_up(paola: Person, partner: Partner) -> None:
    """The platform's admin finds the mail, follows its link, signs in and tops up on the row of the list."""
    mail = next(one for one in partner.world.mails(FIRST_ADMIN) if "asks for a top-up" in one["subject"])
    link = re.search(rf"{re.escape(partner.world.stack.url)}(/\S*)", mail["text"])
    assert link
    page = paola.page
    paola.goes_to(link[1])
    paola.fills_in_sign_in(FIRST_ADMIN, FIRST_PASSWORD)
    page.wait_for_url(f"**{link[1]}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(partner.name)

    page.locator("#menu").get_by_role("link", name="Partners").click()
    page.get_by_role("searchbox").fill(partner.name)
    page.wait_for_url(re.compile(r"[?&]q="))
    page.get_by_role("button", name=f"Top up {partner.name}").click()
    form = page.locator("#top-up-form")
    form.locator("[name=credits]").fill(str(MORE))
    expect(form.locator("[data-sum]")).to_have_text(str(5 + MORE))
    form.locator("[name=reason]").fill("Contratto 2027")
    form.locator("button[type=submit]").dblclick()
    expect(page.locator("#toasts .toast")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=partner.name)).to_contain_text(str(5 + MORE))


@pytest.mark.criterion("C-12", "C-29")
def test_the_same_by_keyboard_alone(partner: Partner, opens: Opens) -> None:
    person = opens()
    page, keys = person.page, person.page.keyboard
    person.goes_to("/sign-in")
    _goes_on_to(page, "#email")
    keys.type(partner.laura)
    keys.press("Tab")
    keys.type("correct-horse-battery")
    keys.press("Enter")
    page.wait_for_url(f"**{partner.path}")
    _goes_on_to(page, '#menu a[href$="/enrol"]')
    keys.press("Enter")
    page.wait_for_url("**/enrol")
    _goes_on_to(page, "#enrol-course")
    keys.type(partner.course)  # as one chooses in a list without opening it
    _goes_on_to(page, "#enrol-text")
    keys.type("ada@neri.example\nGrace Hopper <grace@neri.example>")
    _goes_on_to(page, "#enrol-paste button[type=submit]")
    keys.press("Enter")
    expect(page.locator("#enrol-form button[type=submit]")).to_be_visible()
    partner.spent_elsewhere(5)
    _goes_on_to(page, "#enrol-form button[type=submit]")
    keys.press("Enter")
    _is_refused(page, required=20, available=15)

    _goes_on_to(page, "#enrol-short [data-opens=ask]")
    keys.press("Enter")
    _goes_on_to(page, "#ask-form [name=credits]")
    keys.press("ControlOrMeta+A")
    keys.type("20")
    keys.press("Enter")
    expect(page.locator("#ask")).to_be_hidden()
    assert page.evaluate(f"{FOCUS} !== document.body"), "the focus is lost with the dialog"
    partner.world.top_up(partner.partner_id, 20)
    page.reload()  # F5
    _goes_on_to(page, "#enrol-form button[type=submit]")
    keys.press("Enter")
    expect(page.locator("#enrol-result")).to_be_focused()
    assert partner.balance == 15 and partner.enrolled() == ["Ada Byron", "Grace Hopper"]
    person.is_content()


def _goes_on_to(page: Page, place: str, most: int = 80) -> None:
    """Tab until the focus is there, and is to be seen."""
    for _ in range(most):
        if page.evaluate(f"(place) => {FOCUS}.matches(place)", place):
            seen = page.evaluate(
                f"getComputedStyle({FOCUS}).outlineStyle !== 'none' || getComputedStyle({FOCUS}).boxShadow !== 'none'"
            )
            assert seen, f"nothing shows that the focus is at {place}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{place} is not reached by the keyboard from {page.evaluate(f'{FOCUS}.outerHTML')[:200]}")


@pytest.mark.criterion("C-12", "C-18", "C-29")
def test_the_same_on_a_small_phone_in_italian(partner: Partner, opens: Opens) -> None:
    partner.world.sign_in(partner.laura).ok("PATCH", "/v1/me", {"language": "it"})
    person = opens(language="it", width=320, height=640, dark=True)
    page = person.page
    person.signs_in(partner.laura)
    page.wait_for_url(f"**{partner.path}")
    _is_italian(person)
    page.locator(".menu-button").click()
    page.locator('#menu a[href$="/enrol"]').click()
    page.wait_for_url("**/enrol")
    button = _pastes_two(page, partner.course)
    _is_italian(person)

    partner.spent_elsewhere(15)
    button.click()
    _is_refused(page, required=20, available=5)
    _is_italian(person)
    page.locator("#enrol-short [data-opens=ask]").click()
    page.locator("#ask-form [name=credits]").fill("dieci")
    page.locator("#ask-form button[type=submit]").click()
    wrong = person.says_in(page.locator("#ask-form"))
    assert "Enter a whole number" not in wrong and "There is a problem" not in wrong
    page.locator("#ask-form [name=credits]").fill(str(MORE))
    page.locator("#ask-form button[type=submit]").click()
    expect(page.locator("#ask")).to_be_hidden()

    partner.world.top_up(partner.partner_id, MORE)
    page.reload()
    button.click()
    expect(page.locator("#enrol-result")).to_be_visible()
    _is_italian(person)
    assert partner.balance == 15 and partner.enrolled() == ["Ada Byron", "Grace Hopper"]


def _is_italian(person: Person) -> None:
    """The page says it is in Italian, is open to all and fits the phone."""
    assert person.page.locator("html").get_attribute("lang") == "it"
    person.finds_no_barrier()
    person.scrolls_down_only()
    person.is_content()
