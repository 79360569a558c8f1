"""What pages call the roles of a partner's and the platform's people, and whether they came yet."""

from __future__ import annotations

from functions.portal_api.web.table import Badge
from shared.language import mark as _

ROLES = {
    "platform_admin": _("Platform admin"),
    "trainer": _("Trainer"),
    "partner_admin": _("Admin"),
    "partner_enrollment": _("Enrollments"),
    "partner_finance": _("Finance"),
    "partner_read_only": _("Read only"),
    "supervisor": _("Supervisor"),
}

HELD = {
    "bounce": Badge(_("Mails come back"), "bad"),
    "complaint": Badge(_("Called a mail spam"), "bad"),
}
"""Instead of how they stand, while no mail goes to their address."""


def standing(invited: bool) -> Badge:
    """Invited until they acted on the invitation."""
    return Badge(_("Invited"), "info") if invited else Badge(_("Active"), "good")
