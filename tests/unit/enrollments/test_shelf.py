"""Where a list of enrollments is read from: always a partition of the one partner."""

from __future__ import annotations

import itertools

import pytest

from functions.portal_api.enrollments.store import Shelf


@pytest.mark.parametrize(
    ("course", "contact", "organization", "index", "pk", "prefix"),
    [
        (None, None, None, "list", "PARTNER#p#ENROLLMENTS", ""),
        ("c", None, None, None, "PARTNER#p#ENROLLMENTS", "c#"),
        ("c", "w", None, None, "PARTNER#p#ENROLLMENTS", "c#w#"),
        ("c", "w", "o", None, "PARTNER#p#ENROLLMENTS", "c#w#"),
        ("c", None, "o", "by_b", "PARTNER#p#ORGANIZATION#o", ""),
        (None, "w", None, "by_a", "PARTNER#p#CONTACT#w", ""),
        (None, "w", "o", "by_a", "PARTNER#p#CONTACT#w", ""),
        (None, None, "o", "by_b", "PARTNER#p#ORGANIZATION#o", ""),
    ],
)
def test_the_narrowest_filter_names_the_place(
    course: str | None, contact: str | None, organization: str | None, index: str | None, pk: str, prefix: str
) -> None:
    shelf = Shelf("p", course, contact, organization)

    assert (shelf.index, shelf.pk, shelf.prefix) == (index, pk, prefix)


@pytest.mark.criterion("C-30")
def test_no_filter_leads_out_of_the_partner() -> None:
    for asked in itertools.product((None, "c"), (None, "w"), (None, "o")):
        assert Shelf("p", *asked).pk.startswith("PARTNER#p#")
