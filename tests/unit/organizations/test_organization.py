"""An organization's VAT number, address and change."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from functions.portal_api.organizations.organization import Address, Organization, Phone, VatNumber


@pytest.mark.parametrize("text", ["IT01234567890", " it 0123.456-7890 ", "it01234567890"])
def test_vat_numbers_that_differ_in_spelling_only_are_the_same(text: str) -> None:
    assert TypeAdapter(VatNumber).validate_python(text) == "IT01234567890"


@pytest.mark.parametrize("text", ["", "123", "1" * 21, "IT_0123", "١٢٣٤٥", "..--"])
def test_what_is_no_vat_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(VatNumber).validate_python(text)


@pytest.mark.parametrize(("text", "good"), [("+39 02/123-45 (6)", True), ("112", True), ("call", False), ("+", False)])
def test_a_phone_number_is_digits_and_what_stands_between_them(text: str, good: bool) -> None:
    try:
        TypeAdapter(Phone).validate_python(text)
    except ValidationError:
        assert not good
    else:
        assert good


def test_an_address_is_replaced_whole_and_kept_without_what_is_missing() -> None:
    acme = Organization(id="org_1", name="Acme", address=Address(city="Roma", country="IT"), created_at="now")

    moved = acme.changed({"address": {"city": "Milano"}})

    assert moved.stored()["address"] == {"city": "Milano"}
    assert moved.changed({"address": None}).stored()["address"] is None
    assert Organization.of(moved.stored() | {"version": 1}) == moved
