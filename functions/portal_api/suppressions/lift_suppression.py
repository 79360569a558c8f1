"""Let mails go to an address again that bounced, or, by the platform alone, one whose owner called a mail spam.

The address is everybody's: it is lifted for all who write there. What was lifted is kept for a while, so that what SES
tells late of a mail before it does not bring it back; a mail that bounces after it does.
"""

from __future__ import annotations

from datetime import timedelta

from functions.portal_api.account import guesses
from functions.portal_api.command import Asking, Replayed
from shared import keys
from shared.clock import parse
from shared.commit import Refused, Write, update
from shared.patience import Patience
from shared.problems import Problem
from shared.suppression import Suppression, suppression_of

OFTEN = guesses.Limit("mail-lift", 3, 86400)
"""For one address: whoever lifts it again and again has mails bounce, which costs the platform its name with SES."""
KEPT = timedelta(days=30)
"""How long a lifted one is known; what SES tells waits two weeks at most."""


def lift_suppression(asking: Asking, address: str | None, subject: str) -> None:
    """Let mails go there again; nothing changes where they do. `subject` is the id of the record that has the address.

    Raises: Problem `complaint-stands` for who is not the platform's, `too-many-attempts`, `busy`; Replayed.
    """
    patience, counted = Patience(), False
    while address and (held := suppression_of(address)):
        if held.reason == "complaint" and not asking.caller.is_platform_admin:
            raise Problem("complaint-stands")
        if not counted:
            guesses.count(OFTEN, address)
            counted = True
        try:
            asking.commit([_lifted(asking, address, held)], "mail_suppression.lift", subject, status=204, answer=None)
        except Replayed:
            guesses.give_back(OFTEN, address)
            raise
        except Refused:  # somebody lifted it, or a complaint came, since it was read: look again
            patience.again()
            continue
        return


def _lifted(asking: Asking, address: str, held: Suppression) -> Write:
    until = int((parse(asking.at) + KEPT).timestamp())
    return update(
        "suppression",
        keys.suppressed(address),
        "SET lifted_at = :at, expires_at = :until",
        "attribute_not_exists(lifted_at) AND #reason = :reason AND #since = :since",
        names={"#reason": "reason", "#since": "since"},
        values={":at": asking.at, ":until": until, ":reason": held.reason, ":since": held.since},
    )
