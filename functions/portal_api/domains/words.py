"""What pages call how a domain stands, what happened to it, and what is to be done next."""

from __future__ import annotations

from functions.portal_api.domains.domain import Domain
from functions.portal_api.web.table import Badge
from shared.language import mark as _

STATUSES = {
    "pending_dns": Badge(_("Waiting for DNS"), "warn"),
    "issuing": Badge(_("Being set up"), "info"),
    "active": Badge(_("Served"), "good"),
    "failing": Badge(_("DNS records gone"), "bad"),
    "removing": Badge(_("Being taken down")),
}
STATES = {
    "seen": Badge(_("Seen"), "good"),
    "missing": Badge(_("Not there yet"), "warn"),
    "unknown": Badge(_("Not everywhere yet"), "info"),
    "gone": Badge(_("Gone"), "bad"),
    "": Badge(_("Not looked for yet")),
}
PURPOSES = {
    "ownership": (_("Ownership"), _("Proves that the domain is yours. Keep it as long as the domain is used.")),
    "certificate": (_("Certificate"), _("Lets the certificate be issued, and renewed every year.")),
    "target": (_("Address"), _("Leads the domain here.")),
    "authority": (
        _("Issuer"),
        _("Your domain names who may issue certificates for it. Add this record beside those there are."),
    ),
}
STEPS = {
    "added": _("Added"),
    "check_asked": _("Look asked for"),
    "certificate_asked": _("Certificate asked for"),
    "certificate_issued": _("Certificate issued"),
    "certificate_given_up": _("The certificate's issuer gave up; another one is asked for"),
    "certificate_in_use": _("Waiting until the certificate is no longer in use"),
    "ownership_seen": _("Ownership record seen: the domain is yours here"),
    "taken": _("Ownership record seen, but the domain is another partner's here"),
    "not_ours": _("The domain leads to something else of this provider's already"),
    "not_whitelabel": _("Not served: the partner is no longer a whitelabel partner"),
    "prepared": _("Ready to serve: the address to point to is known"),
    "authority": _("The domain's DNS lets others issue certificates, but not ours"),
    "active": _("Served from now on"),
    "missed": _("Records not found"),
    "failing": _("Not found three times in a row: links lead elsewhere from now on"),
    "recovered": _("Records seen again: served and in links as before"),
    "stopped": _("No longer served"),
    "started_over": _("Waiting for the records again"),
    "removal_asked": _("Given up: no longer served"),
}
_WAITS_FOR_DNS = _(
    "Set the records below where the domain's DNS is kept. They are looked for again and again; you need not stay here."
)
_WAITS_FOR_CERTIFICATE = _(
    "The domain is proven to be yours. The certificate follows once its record is seen, which may take an hour."
)
_WAITS_FOR_TARGET = _("The certificate is there. Set the last record, which leads the domain here.")
_TAKEN = _(
    "Its ownership record is seen, but the domain is another partner's here. Whoever has it must give it up first."
)
_AUTHORITY = _(
    "No certificate can be issued: its CAA records let others issue them, but not ours. Add the CAA record below."
)
_REFUSED = _(
    "The certificate was refused. Another one is asked for every hour, and as soon as it is issued all goes on."
)
_GATEWAY = _("The domain cannot be served here: it leads to something else already. Write to the platform.")
_KIND = _("The domain is ready, but only a whitelabel partner has pages of its own. Write to the platform.")
_RESTS = _(
    "Nobody has set its records for a month, so they are no longer looked for. Set them and have them looked at."
)
_SERVED = _("Its records are looked at every hour; keep them as they are.")
_FAILING = _("Some of its records are gone. Links in mails lead to another address until they are back.")
_REMOVING = _("It is no longer served; what belonged to it is being taken down, and then it goes from here.")
_PROBLEMS = {"taken": _TAKEN, "authority": _AUTHORITY, "certificate": _REFUSED, "gateway": _GATEWAY, "kind": _KIND}


def next_step(domain: Domain) -> str:
    """What it waits for, or what is to be done, as a marked sentence."""
    if domain.status in ("active", "failing", "removing"):
        return {"active": _SERVED, "failing": _FAILING, "removing": _REMOVING}[domain.status]
    if domain.problem in _PROBLEMS:
        return _PROBLEMS[domain.problem]
    if not domain.due_at:
        return _RESTS
    if not domain.claimed_at:
        return _WAITS_FOR_DNS
    return _WAITS_FOR_TARGET if domain.target else _WAITS_FOR_CERTIFICATE


def state_of(domain: Domain, state: str) -> Badge:
    """How a record stands; what was there once is not *not there yet*."""
    return STATES["gone" if state == "missing" and domain.active_at else state]
