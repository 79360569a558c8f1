"""What pages call how a sending domain stands, and what is to be done next."""

from __future__ import annotations

from functions.portal_api.senders.sender import Sender
from functions.portal_api.web.table import Badge
from shared.language import mark as _

STATUSES = {
    "pending": Badge(_("Waiting for DNS"), "warn"),
    "verified": Badge(_("In use"), "good"),
    "failing": Badge(_("DNS records gone"), "bad"),
    "removing": Badge(_("Being taken down")),
}
SEEN = {
    None: Badge(_("Not looked for yet")),
    True: Badge(_("Seen"), "good"),
    False: Badge(_("Not there yet"), "warn"),
}
PURPOSES = {"ownership": _("Ownership"), "dkim": _("Signature of mails (DKIM)")}
_PROBLEMS = {
    "domain": _("No active domain of yours is this one or below it any more. Mails come from the platform's sender."),
    "proof": _("Set the ownership record where the domain's DNS is kept. The records of the signature follow then."),
    "taken": _("Mails of somebody else come from this domain already. Write to the platform."),
    "failing": _(
        "The records of the signature are no longer found. Mails come from this address for a few days more, but may "
        "end among spam: set the records again as shown here."
    ),
    "failed": _("The records were not found for three days. They are looked for anew; set them as shown here."),
    "kind": _("Only a whitelabel partner's mails come from a domain of its own, and from one at a time."),
}
_WAITS = _("Set the records below where the domain's DNS is kept. They are looked for again and again.")
_USED = _("Mails to your people come from this address. Keep the records as they are.")
_REMOVING = _("Mails come from the platform's sender again. Take the domain's records away afterwards.")


def next_step(sender: Sender) -> str:
    """What it waits for, or what is to be done, as a marked sentence."""
    if sender.status == "removing":
        return _REMOVING
    return _PROBLEMS.get(sender.problem, _USED if sender.status == "verified" else _WAITS)


def standing(sender: Sender) -> Badge:
    """How it stands; in use, and failing, is told as the latter."""
    return STATUSES["failing" if sender.problem == "failing" else sender.status]
