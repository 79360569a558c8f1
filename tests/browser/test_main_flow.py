"""The main job, from signing in to the mails: a partner lacks credits, is refused, gets some and enrols."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from infra.local.stack import FIRST_ADMIN, FIRST_PASSWORD
from tests.browser.conftest import Opens
from tests.browser.enrolling import paying
from tests.browser.person import Person
from tests.browser.short_of_credits import PRICE, Partner, is_refused, is_warned, pastes_two
from tests.flow.api import World

FIRST, MORE = 5, 30
"""Credits that the partner has, and that it asks for."""


@pytest.mark.criterion("C-12", "C-18", "C-19", "C-20", "C-21", "C-25", "C-29")
def test_from_signing_in_to_a_refusal_a_top_up_and_the_mails(world: World, opens: Opens) -> None:
    partner, laura, paola = Partner.of(world, FIRST), opens(), opens()
    page = laura.page
    laura.signs_in(partner.laura)
    page.wait_for_url(f"**{partner.path}")
    page.locator("#menu").get_by_role("link", name="Enrol", exact=True).click()
    button = pastes_two(page, partner.course)
    expect(page.locator("#enrol-rows .badge")).to_have_text(["Known", "New"])
    expect(page.locator("[data-sum-of=price]")).to_contain_text("20")
    expect(button).to_have_text("Enrol 2 people for 20 credits")
    is_warned(page, available=FIRST)
    laura.finds_no_barrier()
    assert partner.told_of_too_few() == [0, 0, 0], "looking alarms nobody"

    sent = paying(page)
    button.click()
    is_refused(page, available=FIRST)
    expect(page.locator("#enrol-form .summary")).to_contain_text("all admins of")
    laura.finds_no_barrier()
    assert partner.balance == FIRST and partner.enrolled() == []
    assert partner.told_of_too_few() == [1, 1, 1]
    button.click()
    is_refused(page, available=FIRST)
    assert partner.told_of_too_few() == [1, 1, 1], "told again"

    page.locator("#enrol-form .summary [data-opens=ask]").click()
    expect(page.locator("#ask-form [name=credits]")).to_have_value(str(PRICE - FIRST))
    page.locator("#ask-form [name=credits]").fill(str(MORE))
    page.locator("#ask-form button[type=submit]").click()
    expect(page.locator("#ask")).to_be_hidden()
    assert partner.subjects(FIRST_ADMIN)[0] == f"{partner.name} asks for a top-up"

    _tops_up(paola, partner)
    assert partner.balance == FIRST + MORE

    page.get_by_role("button", name="Check the price again").click()  # what was pasted and decided is still there
    expect(page.locator("[data-sum-of=after]")).to_have_text("15")
    expect(page.locator("#enrol-form .summary")).to_be_hidden()
    expect(page.locator("#enrol-short")).to_be_hidden()
    button.dblclick()
    expect(page.locator("#enrol-result")).to_be_visible()
    assert len(sent) == len({one.headers["idempotency-key"] for one in sent}) == 3, "a refusal was a final answer"
    assert partner.balance == FIRST + MORE - PRICE, "paid twice or not at all"
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
    expect(form.locator("[data-sum]")).to_have_text(str(FIRST + MORE))
    form.locator("[name=reason]").fill("Contratto 2027")
    form.locator("button[type=submit]").dblclick()
    expect(page.locator("#toasts .toast")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=partner.name)).to_contain_text(str(FIRST + MORE))


@pytest.mark.criterion("C-18", "C-19", "C-20", "C-21")
def test_credits_that_go_between_price_and_click_are_refused_all_the_same(world: World, opens: Opens) -> None:
    partner, laura = Partner.of(world, PRICE), opens()
    laura.signs_in(partner.laura, path=f"{partner.path}/enrol")
    button = pastes_two(laura.page, partner.course)
    expect(laura.page.locator("[data-sum-of=after]")).to_have_text("0")
    expect(laura.page.locator("#enrol-short")).to_be_hidden()

    partner.spent_elsewhere(15)
    button.click()
    is_refused(laura.page, available=5)
    assert partner.balance == 5 and partner.enrolled() == []
    assert partner.told_of_too_few() == [1, 1, 1]

    world.top_up(partner.partner_id, 15)
    button.click()  # as it stands there
    expect(laura.page.locator("#enrol-result")).to_be_visible()
    assert partner.balance == 0 and partner.enrolled() == ["Ada Byron", "Grace Hopper"]
    laura.is_content()


@pytest.mark.criterion("C-12", "C-18", "C-29")
def test_the_same_on_a_small_phone_in_italian(world: World, opens: Opens) -> None:
    partner = Partner.of(world, FIRST)
    world.sign_in(partner.laura).ok("PATCH", "/v1/me", {"language": "it"})
    person = opens(language="it", width=320, height=640, dark=True)
    page = person.page
    person.signs_in(partner.laura)
    page.wait_for_url(f"**{partner.path}")
    _is_italian(person)
    page.locator(".menu-button").click()
    page.locator('#menu a[href$="/enrol"]').click()
    page.wait_for_url("**/enrol")
    button = pastes_two(page, partner.course)
    is_warned(page, available=FIRST)
    assert "Not enough" not in page.locator("#enrol-short").inner_text()
    _is_italian(person)

    button.click()
    is_refused(page, available=FIRST)
    assert "told by mail" not in page.locator("#enrol-form .summary").inner_text()
    _is_italian(person)
    page.locator("#enrol-form .summary [data-opens=ask]").click()
    _wants(page, "dieci")
    wrong = person.says_in(page.locator("#ask-form"))
    assert "Enter a whole number" not in wrong and "There is a problem" not in wrong
    _wants(page, str(MORE))
    expect(page.locator("#ask")).to_be_hidden()

    world.top_up(partner.partner_id, MORE)
    page.reload()
    button.click()
    expect(page.locator("#enrol-result")).to_be_visible()
    _is_italian(person)
    assert partner.balance == 15 and partner.enrolled() == ["Ada Byron", "Grace Hopper"]


def _wants(page: Page, credits: str) -> None:
    page.locator("#ask-form [name=credits]").fill(credits)
    page.locator("#ask-form button[type=submit]").click()


def _is_italian(person: Person) -> None:
    """The page says it is in Italian, is open to all and fits the phone."""
    assert person.page.locator("html").get_attribute("lang") == "it"
    person.finds_no_barrier()
    person.scrolls_down_only()
    person.is_content()
