"""The main job without a mouse: every step is reached, shows that it is, and keeps its place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens
from tests.browser.short_of_credits import Partner, is_refused, is_warned
from tests.flow.api import World

FOCUS = "document.activeElement"


@pytest.mark.criterion("C-12", "C-18", "C-29")
def test_from_signing_in_to_a_refusal_and_a_top_up(world: World, opens: Opens) -> None:
    partner, person = Partner.of(world, credits=15), opens()
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
    is_warned(page, available=15)
    _goes_on_to(page, "#enrol-form button[type=submit]")
    keys.press("Enter")
    is_refused(page, available=15)

    _goes_on_to(page, "#enrol-form .summary [data-opens=ask]")
    keys.press("Enter")
    _goes_on_to(page, "#ask-form [name=credits]")
    keys.press("ControlOrMeta+A")
    keys.type("20")
    keys.press("Enter")
    expect(page.locator("#ask")).to_be_hidden()
    expect(page.locator("#enrol-form .summary [data-opens=ask]")).to_be_focused()

    partner.world.top_up(partner.partner_id, 20)
    _goes_on_to(page, "#enrol-again")
    keys.press("Enter")
    expect(page.locator("[data-sum-of=after]")).to_have_text("15")
    expect(page.locator("#enrol-again")).to_be_focused()
    keys.press("Shift+Tab")
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
