"""Finds whoever signs in, by the beginnings of words of their names and addresses, with where they are something."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from functions.portal_api.account.person import Membership
from functions.portal_api.account.words import KIND, tokens_of
from functions.portal_api.find_anything.by_word import MOST, Words, matches, tokens
from functions.portal_api.find_anything.found import Found
from functions.portal_api.web.formats import name_of
from shared import keys
from shared.dynamo import Item, query, read

PLACES = 20
"""Of a person's memberships that many are looked at; the platform's and those of teams come before a contact's."""


@dataclass(frozen=True)
class Known:
    """Somebody's record, and the first place where they are something, if there is one."""

    record: Item
    place: Membership | None

    def found(self, partners: Mapping[str, str]) -> Found:
        """As a find. Args: names of partners by id, as far as they are known."""
        where = partners.get(self.place.partner_id or "") if self.place else None
        detail = " · ".join(word for word in (self.record["email"], where) if word)
        return Found(kind="person", id=self.record["id"], name=name_of(self.record), detail=detail, path=self._path)

    @property
    def _path(self) -> str | None:
        place = self.place
        if place is None:
            return None
        at = f"/partner/{place.partner_id}"
        if place.organization_id:
            return f"{at}/organizations/{place.organization_id}"
        if place.kind == "contact":
            return f"{at}/contacts/{place.contact_id}"
        return "/platform/users" if place.kind == "platform" else f"{at}/team"


def people(asked: Words) -> list[Known]:
    """People of all sign-in domains, in two waits: for tokens, and for their records and memberships."""
    ids = list(dict.fromkeys(token["id"] for token in tokens(KIND, asked)))[: MOST + 1]
    if not ids:
        return []
    with ThreadPoolExecutor(len(ids)) as pool:
        placing = [pool.submit(_place, one) for one in ids]
        records = read(keys.person(one) for one in ids)
        places = [one.result() for one in placing]
    told = [(records.get(keys.person(who)), place) for who, place in zip(ids, places, strict=True)]
    return [
        Known(item, place) for item, place in told if item and matches([word for _, word in tokens_of(item)], asked)
    ]


def _place(person_id: str) -> Membership | None:
    items, _ = query("portal", keys.person(person_id).pk, prefix="MEMBERSHIP#", limit=PLACES)
    kinds = ("platform", "partner", "organization", "contact")
    return min(map(Membership.of, items), key=lambda one: kinds.index(one.kind), default=None)
