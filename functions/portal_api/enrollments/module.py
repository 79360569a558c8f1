"""The module *enrollments*: who learns what through an organization, or what one learns oneself.

An enrollment belongs to the organization it was made through, for ever, and to no other; a personal one, even of the
same person, is invisible there. What the partner pays the platform for it (credits, the wallet's entry) and who
enrolled stays between those two: it is no part of the module, so no profile can grant it.
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.enroll.enrollment import Enrollment
from functions.portal_api.enrollments import store
from functions.portal_api.enrollments.find_enrollments import enrollment_of
from functions.portal_api.enrollments.views_trail import Via, note_views
from functions.portal_api.lists import filtered
from functions.portal_api.modules.module import Action, Field, Found, Module, Reach, Record, Tone, Wanted
from shared import keys
from shared.dynamo import Item, query, read
from shared.ids import EnrollmentKey
from shared.language import mark as _
from shared.problems import Problem

STATUSES = {
    "enrolled": _("Enrolled"),
    "completed": _("Completed"),
    "expired": _("Expired"),
    "withdrawn": _("Withdrawn"),
}
RESULTS = {"passed": _("Passed"), "not_passed": _("Not passed")}
TONES: dict[str, Tone] = {
    "enrolled": "info", "completed": "good", "expired": "warn", "passed": "good", "not_passed": "bad",
}  # fmt: skip
_FILTERED = {"course": "course_id", "person": "contact_id"}
"""Filters of the module whose attribute has another name."""
_KEPT = ("id", "status", "result", "grade", "enrolled_at", "completed_at", "withdrawn_at")


def find_theirs(reach: Reach, wanted: Wanted) -> Found:
    """The enrollments that are reached, newest first unless sorted the other way round.

    Through the index of the organization or of the contact; what no index serves is filtered in a bounded number of
    reads, so a page may come back short, with a cursor.
    """
    mine = reach.own or reach.organization_id is None
    shelf = store.Shelf(reach.partner_id, None, reach.contact_id if mine else None, reach.organization_id)

    def rows(limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
        ascending = wanted.ascending
        return query("portal", shelf.pk, index=shelf.index, limit=limit, after=after, newest_first=not ascending)

    def matches(item: Item) -> bool:
        asked = all(item.get(_FILTERED.get(name, name)) == value for name, value in wanted.filters.items())
        return asked and _reached(reach, item.get("organization_id"), item["contact_id"])

    wider = 8 if wanted.filters or (mine and reach.organization_id) else 1
    look = filtered(rows, matches, shelf.place, wider)
    items, cursor = wanted.page.read(wanted.listing("enrollments", reach), look)
    return [_told(Enrollment.of(item)) for item in items], cursor


def read_theirs(reach: Reach, enrollment_id: str) -> Record:
    """One of the enrollments that are reached. Raises: Problem `not-found`."""
    enrollment = enrollment_of(reach.partner_id, enrollment_id)
    if not _reached(reach, enrollment.organization_id, enrollment.key.contact_id):
        raise Problem("not-found")
    return _told(enrollment)


def _reached(reach: Reach, organization_id: str | None, contact_id: str) -> bool:
    """Through the organization of the place, and the contact's own where only those are seen."""
    through = reach.organization_id is None or organization_id == reach.organization_id
    own = reach.own or reach.organization_id is None
    return through and (contact_id == reach.contact_id or not own)


def results_seen(reach: Reach, shown: Sequence[Record], via: Via) -> None:
    """Write down who sees results of others, as far as these records show any. Raises: Problem `busy`."""
    seen = []
    for one in shown:
        key, said = EnrollmentKey.from_id(one["id"]), {name: one.get(name) for name in ("result", "grade")}
        if key:
            seen.append(Enrollment(key, "completed", 0, "", "", **said))
    note_views(reach.viewer_id, reach.view, seen, own_contact_id=None if reach.preview else reach.contact_id, via=via)


def _told(one: Enrollment) -> Record:
    """As the module declares it, its course and its person yet to be named."""
    return {name: getattr(one, name) for name in _KEPT} | {
        "attempt": one.key.attempt,
        "course": {"id": one.key.course_id, "name": None},
        "person": {"id": one.key.contact_id, "name": None},
    }


def with_names(reach: Reach, records: Sequence[Record]) -> list[Record]:
    """With the names of courses and people, in one read."""
    wanted = {one["id"]: (_course_at(reach, one), _person_at(reach, one)) for one in records}
    found = read(key for pair in wanted.values() for key in pair)

    def named(one: Record) -> Record:
        course, person = (found.get(key, {}) for key in wanted[one["id"]])
        name = f"{person.get('first_name') or ''} {person.get('last_name') or ''}".strip()
        courses = {"course": one["course"] | {"name": course.get("title")}}
        return {**one, **courses, "person": one["person"] | {"name": name or None}}

    return [named(one) for one in records]


def _course_at(reach: Reach, one: Record) -> keys.Key:
    return keys.course_at(reach.partner_id, one["course"]["id"])


def _person_at(reach: Reach, one: Record) -> keys.Key:
    return keys.contact(reach.partner_id, one["person"]["id"])


MODULE = Module(
    name="enrollments",
    label=_("Enrollments"),
    fields=(
        Field("course", _("Course"), "reference", filterable=True),
        Field("person", _("Participant"), "reference", filterable=True),
        Field("status", _("Status"), "choice", filterable=True, choices=STATUSES, tones=TONES),
        Field("result", _("Result"), "choice", filterable=True, choices=RESULTS, tones=TONES),
        Field("grade", _("Grade"), "number"),
        Field("enrolled_at", _("Enrolled on"), "moment", sortable=True),
        Field("completed_at", _("Completed on"), "moment"),
        Field("withdrawn_at", _("Withdrawn on"), "moment", listed=False),
        Field("attempt", _("Attempt"), "number", listed=False),
    ),
    actions=(Action("export", _("Export")),),
    records=("own", "organization"),
    find=find_theirs,
    read=read_theirs,
    looked_at=results_seen,
    named=with_names,
    own_label=_("Your courses"),
)
