"""The reads of enrollments: through the index or the partition that the narrowest filter names."""

from __future__ import annotations

from functions.enroll.enrollment import Enrollment
from shared import keys
from shared.dynamo import Item, query, read_one
from shared.ids import EnrollmentKey


def enrollment(key: EnrollmentKey) -> Enrollment | None:
    """One enrollment, consistently."""
    item = read_one(keys.enrollment(*key))
    return Enrollment.of(item) if item else None


class Shelf:
    """Where a list of a partner's enrollments is read: one partition of the table or of one of its indexes.

    A contact's and an organization's stand in an index by time. A course's stand in the table itself, by
    contact: newest contact first, which within one course is the nearest to newest first that needs no index.
    """

    def __init__(
        self, partner_id: str, course_id: str | None, contact_id: str | None, organization_id: str | None
    ) -> None:
        scope = f"PARTNER#{partner_id}"
        self.index: str | None = None
        self.prefix = ""
        self.pk = f"{scope}#ENROLLMENTS"
        if course_id and (contact_id or not organization_id):
            self.prefix = f"{course_id}#{contact_id}#" if contact_id else f"{course_id}#"
        elif contact_id:
            self.index, self.pk = "by_a", f"{scope}#CONTACT#{contact_id}"
        elif organization_id:
            self.index, self.pk = "by_b", f"{scope}#ORGANIZATION#{organization_id}"
        else:
            self.index = "list"

    def page(self, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
        """Items, newest first, and where to go on."""
        return query(
            "portal", self.pk, prefix=self.prefix, index=self.index, limit=limit, after=after, newest_first=True
        )

    def place(self, item: Item) -> Item:
        """Where this list goes on after an item."""
        names = {None: (), "list": ("list_pk", "list_sk"), "by_a": ("a_pk", "list_sk"), "by_b": ("b_pk", "list_sk")}
        return {name: item[name] for name in ("pk", "sk", *names[self.index])}
