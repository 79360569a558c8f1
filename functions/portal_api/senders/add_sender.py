"""Name the domain that a partner's mails shall come from; the worker asks SES for it and follows."""

from __future__ import annotations

import secrets
from typing import Any

from functions.portal_api.account import guesses
from functions.portal_api.command import Asking, Replayed
from functions.portal_api.domains.name import own_name
from functions.portal_api.senders import store
from functions.portal_api.senders.choices import choices
from functions.portal_api.senders.sender import Sender
from functions.portal_api.senders.shape import NewSender, view
from shared.clock import parse
from shared.commit import Refused
from shared.events import SenderAsked
from shared.ids import new_id
from shared.language import mark as _
from shared.partner import Partner
from shared.problems import Problem, invalid

A_DAY = guesses.Limit("sender-add", 10, 86400)
"""Sending domains that one partner names; each asks SES for an identity, of which an account has so many."""


def add_sender(asking: Asking, partner: Partner, body: NewSender) -> Any:
    """Write it down. A partner has one at a time; of two asked for at the same moment, one is used.

    Raises: Problem `not-whitelabel`, `invalid-request`, `sender-exists`, `too-many-attempts`; Replayed.
    """
    if partner.kind != "whitelabel":
        raise Problem("not-whitelabel")
    name, _apex = own_name(body.name)
    allowed = choices(partner.id)
    if name not in allowed:
        raise invalid("/name", _("must be an active domain of the partner's, or the registered domain above one"))
    if store.all_of(partner.id):
        raise Problem("sender-exists")
    guesses.count(A_DAY, partner.id)
    token = f"portico-{secrets.token_hex(20)}"
    made = Sender(new_id("snd"), partner.id, name, asking.at, token=token, direct=allowed[name], version=1)
    made = made.due(parse(asking.at))
    written = store.added(made, SenderAsked(partner_id=partner.id, sender=name))
    try:
        return asking.commit([written], "sender.add", made.id, status=201, answer=view(made))
    except Replayed:
        guesses.give_back(A_DAY, partner.id)
        raise
    except Refused:
        guesses.give_back(A_DAY, partner.id)
        raise Problem("sender-exists") from None
