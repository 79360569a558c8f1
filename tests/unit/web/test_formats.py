"""Numbers, credits, money and times as each language writes them, in the place's own time."""

from __future__ import annotations

from datetime import date

import pytest

from functions.portal_api.web import formats


@pytest.mark.parametrize(
    ("value", "english", "italian"), [(1234567, "1,234,567", "1.234.567"), (-10, "−10", "−10"), (0, "0", "0")]
)
def test_whole_numbers(value: int, english: str, italian: str) -> None:
    assert (formats.number(value, "en"), formats.number(value, "it")) == (english, italian)


def test_a_movement_has_its_sign() -> None:
    assert [formats.signed(value, "en") for value in (60, -10, 0)] == ["+60", "−10", "0"]


def test_credits_count_in_words() -> None:
    assert [formats.credits(value, "en") for value in (0, 1, 1200)] == ["0 credits", "1 credit", "1,200 credits"]


def test_money_comes_in_minor_units_of_its_currency() -> None:
    assert formats.money(123456, "EUR", "en") == "€1,234.56"
    assert formats.money(123456, "EUR", "it") == "1.234,56\N{NO-BREAK SPACE}€"
    assert formats.money(500, "JPY", "en") == "¥500"


def test_a_moment_is_shown_in_the_time_zone_of_the_place() -> None:
    with formats.in_zone("Europe/Rome"):
        told = formats.moment("2026-10-03T22:30:00Z", "en")
        assert told == '<time datetime="2026-10-03T22:30:00+00:00">4 Oct 2026, 00:30</time>'
        assert formats.day("2026-10-03T22:30:00Z", "it") == '<time datetime="2026-10-04">4 ott 2026</time>'
    assert "3 Oct 2026, 22:30" in formats.moment("2026-10-03T22:30:00Z", "en"), "afterwards nobody's zone is left over"


def test_a_date_is_the_same_day_everywhere() -> None:
    with formats.in_zone("Pacific/Auckland"):
        assert "1 Mar 2026" in formats.day(date(2026, 3, 1), "en") and "1 Mar 2026" in formats.day("2026-03-01", "en")


def test_nothing_is_a_dash() -> None:
    assert formats.day(None, "en") == formats.moment("", "en") == "–"


def test_fields_of_one_page_have_numbers_of_their_own() -> None:
    with formats.in_zone("UTC"):
        assert [formats.next_number(), formats.next_number()] == [1, 2]
    with formats.in_zone("UTC"):
        assert formats.next_number() == 1


def test_attributes_are_named_with_dashes_and_left_out_when_false() -> None:
    given = {"data_type": "integer", "data_picked": True, "for_": "x", "disabled": False, "title": None}
    assert formats.dashed(given) == {"data-type": "integer", "data-picked": "", "for": "x"}


@pytest.mark.parametrize(
    ("name", "told"), [("Laura Moretti", "LM"), ("ada", "A"), ("Anna Maria Rossi", "AR"), ("", "?")]
)
def test_initials(name: str, told: str) -> None:
    assert formats.initials(name) == told


@pytest.mark.parametrize(
    ("email", "written"),
    [
        ("ada@acme.example", "ada<wbr>@acme<wbr>.example"),
        ('"<b>"@x.it', "&#34;&lt;b&gt;&#34;<wbr>@x<wbr>.it"),
        ("nobody", "nobody"),
        ("@x.it", "@x.it"),
        ("", ""),
    ],
)
def test_an_address_may_be_broken_before_its_sign_and_dots_and_stays_escaped(email: str, written: str) -> None:
    assert str(formats.split_address(email)) == written


def test_somebody_is_called_by_the_names_there_are() -> None:
    assert formats.name_of({"first_name": "Ada", "last_name": "Byron"}) == "Ada Byron"
    assert formats.name_of({"first_name": "Ada", "last_name": None}) == formats.name_of({"first_name": "Ada"}) == "Ada"
