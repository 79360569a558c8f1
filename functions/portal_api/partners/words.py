"""What pages call a partner's kind, its state, its wallet's alert and the movements of its history."""

from __future__ import annotations

from functions.portal_api.web.table import Badge
from shared.language import mark as _

KINDS = {"default": _("Default"), "whitelabel": _("Whitelabel"), "house": _("Direct customers")}
STATUSES = {
    "active": Badge(_("Active"), "good"),
    "suspended": Badge(_("Suspended"), "warn"),
    "closed": Badge(_("Closed"), "bad"),
}
ALERTS = {"low": Badge(_("Low"), "warn"), "exhausted": Badge(_("Exhausted"), "bad")}
"""A wallet with enough has no badge: what needs nobody says nothing."""
MOVEMENTS = {
    "top_up": _("Top-up"),
    "deduction": _("Deduction"),
    "enrollment": _("Enrollment charge"),
    "refund": _("Credits returned"),
    "hold": _("Credits held"),
    "capture": _("Held credits used"),
    "release": _("Held credits released"),
    "expiry": _("Credits expired"),
}
