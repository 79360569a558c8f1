"""Attribute values are what boto3 makes of the same, and come back as they went."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from shared.attributes import MOST, attribute, plain

whole = st.integers(min_value=1 - MOST, max_value=MOST - 1)
values = st.recursive(
    st.none() | st.booleans() | whole | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
    max_leaves=20,
)


@given(values)
def test_a_value_is_written_as_boto3_writes_it(value: Any) -> None:
    assert attribute(value) == TypeSerializer().serialize(value)


@given(values)
def test_a_value_comes_back_as_it_went(value: Any) -> None:
    assert plain(attribute(value)) == value


@given(values)
def test_a_value_is_read_as_boto3_reads_it(value: Any) -> None:
    written = TypeSerializer().serialize(value)

    assert plain(written) == TypeDeserializer().deserialize(written)


def test_true_and_false_are_no_numbers() -> None:
    assert [attribute(one) for one in (True, 1)] == [{"BOOL": True}, {"N": "1"}]
    assert [type(plain(one)) for one in ({"BOOL": True}, {"N": "1"})] == [bool, int]


@pytest.mark.parametrize(("text", "number"), [("1.5", Decimal("1.5")), ("2.0", 2), ("1E+2", 100), ("-0", 0)])
def test_a_number_that_is_whole_is_an_int(text: str, number: int | Decimal) -> None:
    assert plain({"N": text}) == number
    assert type(plain({"N": text})) is type(number)


@pytest.mark.parametrize("number", [MOST, -MOST])
def test_more_digits_than_dynamodb_keeps_are_refused(number: int) -> None:
    with pytest.raises(OverflowError):
        attribute(number)


@pytest.mark.parametrize("value", [1.5, {1, 2}, object()], ids=["a float", "a set", "an object"])
def test_what_has_no_attribute_value_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        attribute(value)


@pytest.mark.parametrize("value", [{}, {"SS": ["a"]}], ids=["no type", "a set"])
def test_what_none_of_our_records_holds_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        plain(value)
