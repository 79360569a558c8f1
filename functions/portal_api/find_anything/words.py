"""What the search's page calls the kinds of what it finds."""

from __future__ import annotations

from functions.portal_api.find_anything.found import Kind
from shared.language import mark as _

KINDS: dict[Kind, str] = {
    "partner": _("Partners"),
    "course": _("Courses"),
    "person": _("Users"),
    "contact": _("Students"),
    "organization": _("Organizations"),
    "enrollment": _("Enrollments"),
}
