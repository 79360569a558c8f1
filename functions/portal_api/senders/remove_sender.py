"""Give a sending domain up: mails come from the platform's sender at once, the worker takes the identity away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.senders import store
from functions.portal_api.senders.shape import view
from shared.clock import parse
from shared.commit import Refused
from shared.events import SenderAsked
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem


def remove_sender(asking: Asking, partner: Partner, sender_id: str) -> Any:
    """Give it up; one being given up is answered as it stands. Raises: Problem `not-found`, `busy`; Replayed."""
    patience = Patience()
    while True:
        sender = store.by_id(partner.id, sender_id)
        if sender is None:
            raise Problem("not-found")
        if sender.status == "removing":
            return view(sender)
        going = replace(sender, status="removing", problem="").due(parse(asking.at))
        after, write = store.rewritten(going, SenderAsked(partner_id=partner.id, sender=sender.name))
        try:
            writes = [write, *store.unused(sender)]
            return asking.commit(writes, "sender.remove", sender.id, status=202, answer=view(after))
        except Refused:  # the worker has just written it: look again
            patience.again()
