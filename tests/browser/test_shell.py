"""The shell and every part of the pages, as `/styleguide` shows them: to whom they are open, and what they weigh."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens
from tests.browser.person import LIMIT, OF_COLOUR, SCRIPT_LIMIT

PINK, YELLOW, BLACK, WHITE = "ff00aa", "ffee00", "000000", "ffffff"


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("address", ["/styleguide", f"/styleguide?brand={PINK}"], ids=["plain", "pink"])
def test_every_part_is_without_barrier_by_day_and_by_night(opens: Opens, address: str, width: int) -> None:
    person = opens(width=width)
    person.goes_to(address)
    person.finds_no_barrier()
    person.finds_no_barrier_by_night()
    person.scrolls_down_only()
    person.is_content()


@pytest.mark.parametrize("colour", [YELLOW, BLACK, WHITE])
def test_whatever_colour_a_brand_has_everything_is_legible(opens: Opens, colour: str) -> None:
    person = opens()
    person.goes_to(f"/styleguide?brand={colour}")
    person.finds_no_barrier(OF_COLOUR)
    person.finds_no_barrier_by_night()


@pytest.mark.parametrize("opener", ["Top up…", "Withdraw…"])
def test_an_open_dialog_is_without_barrier_at_320_pixels(opens: Opens, opener: str) -> None:
    person = opens(width=320, height=640)
    person.goes_to("/styleguide")
    person.page.locator("#more").get_by_role("button", name=opener).click()
    person.page.locator("dialog[open]").first.wait_for()
    person.finds_no_barrier()
    person.finds_no_barrier_by_night()
    person.scrolls_down_only()


def test_a_page_is_light_to_carry(opens: Opens) -> None:
    person = opens()
    wire = person.wire()
    person.goes_to("/styleguide")
    person.page.wait_for_load_state("networkidle")
    assert 10_000 < wire.total < LIMIT, str(wire)
    assert 1_000 < wire.script < SCRIPT_LIMIT, str(wire)


def test_a_page_takes_no_script_and_no_style_from_inside_itself(opens: Opens) -> None:
    person = opens()
    policy = person.goes_to("/styleguide").headers["content-security-policy"]
    assert "default-src 'none'" in policy or "default-src 'self'" in policy
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert person.page.locator("script:not([src]), style, [style]").count() == 0
    person.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b onclick=\"document.title = 1\">x</b>')")
    person.page.locator("body > b").click()
    assert person.page.title() != "1"
    assert any("Content Security Policy" in error for error in person.errors)


def test_italian_pages_say_so(opens: Opens) -> None:
    person = opens(language="it")
    person.goes_to("/styleguide")
    assert person.page.locator("html").get_attribute("lang") == "it"
    assert person.page.locator(".tile dd").first.inner_text().startswith("1.310")


def test_the_page_is_walked_by_keyboard_from_a_link_to_its_content(opens: Opens) -> None:
    person = opens()
    person.goes_to("/styleguide")
    page = person.page
    page.keyboard.press("Tab")
    assert person.has_focus(page.locator(".skip"))
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert person.has_focus(page.locator("#main"))
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1
    assert page.locator(":focus").evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


def test_a_phone_opens_the_menu_and_closes_it_by_keyboard(opens: Opens) -> None:
    person = opens(width=375, height=700)
    person.goes_to("/styleguide")
    page = person.page
    menu, button = page.locator("#menu"), page.get_by_role("button", name="Menu", exact=True)
    expect(menu).not_to_be_visible()
    button.press("Enter")
    expect(menu.get_by_role("link", name="Students")).to_be_visible()
    person.finds_no_barrier()
    page.keyboard.press("Escape")
    expect(menu).not_to_be_visible()
    assert person.has_focus(button)


def _people(page: Page) -> list[str]:
    return page.locator("#people tbody .lead-cell a").all_inner_texts()


def test_a_table_searches_sorts_and_filters_in_its_address_and_goes_back(opens: Opens) -> None:
    person = opens()
    person.goes_to("/styleguide")
    page = person.page
    page.evaluate("document.body.dataset.sameDocument = 'yes'")
    search = page.get_by_role("searchbox", name="Name or e-mail")

    search.press_sequentially("ross")
    page.wait_for_url(re.compile(r"[?&]q=ross(&|$)"))
    assert person.has_focus(search) and search.input_value() == "ross"
    page.locator("#people").get_by_role("link", name="Name").first.click()
    page.wait_for_url(re.compile("sort=name"))
    expect(page.locator("#people th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("combobox", name="Status").first.select_option("over")
    page.wait_for_url(lambda url: all(part in url for part in ("q=ross", "sort=name", "status=over")))
    assert page.evaluate("document.body.dataset.sameDocument") == "yes"

    page.go_back()
    page.wait_for_url(lambda url: "status=" not in url and "sort=name" in url)
    expect(page.locator("#people th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    person.is_content()


def test_without_script_a_table_searches_all_the_same(opens: Opens) -> None:
    person = opens(scripts=False)
    person.goes_to("/styleguide")
    person.page.get_by_role("searchbox", name="Name or e-mail").fill("ross")
    person.page.locator("#people-search button[type=submit]").click()
    person.page.wait_for_url(re.compile(r"[?&]q=ross(&|$)"))
    assert person.page.get_by_role("searchbox").first.input_value() == "ross"


def test_rows_are_picked_counted_and_handed_to_the_dialog(opens: Opens) -> None:
    person = opens()
    person.goes_to("/styleguide")
    page = person.page
    page.get_by_label("Select all on this page").check()
    bar = page.locator("[data-bulk]")
    expect(bar.locator("[data-picked]")).to_have_text("4")
    page.locator("#people [data-pick]").first.uncheck()
    expect(bar.locator("[data-picked]")).to_have_text("3")
    bar.get_by_role("button", name="Withdraw…").click()
    expect(page.locator("#withdraw-many [data-fill=picked]")).to_have_text("3")
    assert page.locator("#withdraw-many [name=contact_ids]").input_value() == '["con_1","con_2","con_3"]'
    page.keyboard.press("Escape")
    bar.get_by_role("button", name="Select none").click()
    expect(bar).not_to_be_visible()
