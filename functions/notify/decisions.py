"""Who hears of what: for every fact its mail, or a sentence why nobody gets one.

This table is the whole answer; a house test holds it against `shared/events.py` and the folders of `mails/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["partner_admin", "platform_admin", "self"]
"""As whom somebody gets a mail: an admin of the partner, one of the platform, the person it is about."""
Purpose = Literal["invitation", "reset"]
"""What a one-time link is for."""


@dataclass(frozen=True)
class Mail:
    """A mail: its folder under `mails/`, who gets it, and what a one-time link in it is for."""

    name: str
    to: tuple[Role, ...]
    link_for: Purpose | None = None


MAILS: dict[str, Mail | str] = {
    "CreditsLow": Mail("credits_low", to=("partner_admin", "platform_admin")),
    "CreditsNotEnough": Mail("credits_not_enough", to=("partner_admin", "platform_admin")),
    "CreditsExhausted": Mail("credits_exhausted", to=("partner_admin", "platform_admin")),
    "CreditsToppedUp": Mail("credits_topped_up", to=("partner_admin",)),
    "TopUpAsked": Mail("top_up_asked", to=("platform_admin",)),
    "LedgerDiffers": Mail("ledger_differs", to=("platform_admin",)),
    "AdminInvited": Mail("admin_invited", to=("self",), link_for="invitation"),
    "StaffInvited": Mail("staff_invited", to=("self",), link_for="invitation"),
    "TrainerInvited": Mail("trainer_invited", to=("self",), link_for="invitation"),
    "KeyContactGranted": Mail("key_contact_granted", to=("self",), link_for="invitation"),
    "PortalAccessGranted": Mail("portal_access_granted", to=("self",), link_for="invitation"),
    "PasswordLinkAsked": Mail("password_link", to=("self",), link_for="reset"),
    "SecondFactorTakenAway": Mail("second_factor_taken_away", to=("self",)),
    "DomainAsked": "The worker of domains takes it up; people hear when the domain is served, fails or is given up.",
    "DomainServed": Mail("domain_served", to=("partner_admin",)),
    "DomainFailing": Mail("domain_failing", to=("partner_admin", "platform_admin")),
    "DomainStopped": Mail("domain_stopped", to=("partner_admin", "platform_admin")),
    "SenderAsked": "The worker of domains takes it up; the page says how far it has come.",
    "SenderFailing": Mail("sender_failing", to=("partner_admin", "platform_admin")),
    "AddressSuppressed": Mail("address_suppressed", to=("platform_admin",)),
}
"""Every fact by its name on the bus."""
