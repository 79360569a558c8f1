"""The enrollments that somebody with a scope sees: those made through chosen organizations, those of chosen courses,
and those of people with chosen tags.

A list goes through them one after another, each by its own key; what stands in several is shown at the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from functions.enroll.enrollment import Enrollment
from functions.portal_api.contacts import store as contacts
from functions.portal_api.contacts.contact import Contact
from functions.portal_api.contacts.tag import FIELD, first_of, fold
from functions.portal_api.enrollments.store import Shelf
from functions.portal_api.lists import Source
from shared import keys
from shared.dynamo import AT_ONCE, Item, place_of, query, read
from shared.ids import EnrollmentKey
from shared.scope import Scope
from shared.together import Together

PEOPLE_AT_ONCE = AT_ONCE
"""People with a tag whose enrollments one read of it asks for."""


def enrollment_if_seen(key: EnrollmentKey, scope: Scope) -> Enrollment | None:
    """One enrollment, consistently, if it is in the scope; in one wait."""
    place, whose = keys.enrollment(*key), keys.contact(key.partner_id, key.contact_id)
    found = read([place, whose])
    item = found.get(place)
    contact = Contact.of(found[whose]) if whose in found else None
    return Enrollment.of(item) if item and in_scope(scope, item, contact.tags if contact else ()) else None


def in_scope(scope: Scope, item: Item, tags: Sequence[str]) -> bool:
    """Whether an enrollment is: by its organization, its course, or the tags of its contact."""
    return _by_itself(scope, item) or first_of(tags, _tags(scope)) is not None


def _by_itself(scope: Scope, item: Item) -> bool:
    return item.get("organization_id") in scope.organizations or item["course_id"] in scope.courses


def _tags(scope: Scope) -> list[str]:
    return sorted({fold(one) for one in scope.tags})


class Chosen:
    """A scope's sources in their order, and which of several an enrollment is shown at."""

    def __init__(self, partner_id: str, scope: Scope) -> None:
        self._partner_id, self._scope = partner_id, scope
        self._organizations, self._courses, self._tags = (
            sorted(scope.organizations),
            sorted(scope.courses),
            _tags(scope),
        )
        self._people: dict[str, Sequence[str]] = {}
        """The tags of people whose enrollments were read by a tag: their tokens say them."""

    def sources(self) -> list[Source]:
        """The chosen organizations, then the courses, then the tags."""
        who = self._partner_id
        shelves = [Shelf(who, None, None, one) for one in self._organizations]
        shelves += [Shelf(who, one, None, None) for one in self._courses]
        return [Source(one.page, one.place) for one in shelves] + [
            _of_people_tagged(who, one, self._people) for one in self._tags
        ]

    def first_shown(self, rows: Sequence[tuple[int, Item]]) -> list[bool]:
        """Of each row whether its source is the first that has the enrollment."""
        courses, tags = len(self._organizations), len(self._organizations) + len(self._courses)

        def first(number: int, item: Item) -> bool:
            if number < courses:
                return True
            if item.get("organization_id") in self._scope.organizations:
                return False
            if number < tags:
                return True
            if item["course_id"] in self._scope.courses:
                return False
            own = self._people.get(item["contact_id"], ())
            return first_of(own, self._tags) in (None, self._tags[number - tags])

        return [first(number, item) for number, item in rows]


def _of_people_tagged(partner_id: str, tag: str, tags: dict[str, Sequence[str]]) -> Source:
    """The enrollments of people with a tag, person after person; its places name the person's token and the row.

    What tags each of them has is put into `tags`.
    """

    def learning(token: Item, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
        pk = contacts.learning_pk(partner_id, token["sk"].rpartition("#")[2])
        return query("portal", pk, index="by_a", limit=limit, after=after, newest_first=True)

    def read(limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
        token: Item | None = after["token"] if after else None
        rows: list[Item] = []
        if after and token and after["row"]:
            who = token["sk"].rpartition("#")[2]
            with Together() as pool:
                reading = pool.submit(contacts.contact, partner_id, who)
                rows, last = learning(token, limit, after["row"])
            contact = reading.result()
            tags[who] = contact.tags if contact else ()
            if last:
                return rows, {"token": token, "row": last}
        tokens, more = contacts.tagged(partner_id, tag, PEOPLE_AT_ONCE, token)
        tags.update({one["id"]: one["tags"] for one in tokens})
        with ThreadPoolExecutor(max(1, len(tokens))) as pool:
            pages = list(pool.map(lambda one: learning(one, limit, None), tokens))
        for one, (items, last) in zip(tokens, pages, strict=True):
            rows += items
            if last:
                return rows, {"token": place_of(one, None), "row": last}
        return rows, {"token": more, "row": None} if more else None

    def place(item: Item) -> Item:
        key = keys.contact_word(partner_id, FIELD, tag, item["contact_id"])
        return {"token": {"pk": key.pk, "sk": key.sk}, "row": place_of(item, "by_a")}

    return Source(read, place)
