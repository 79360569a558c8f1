"""Take an authenticator app away: one's own, or that of an admin who has lost their phone."""

from __future__ import annotations

from functions.portal_api.account import cognito, guesses, own_trail, places, sessions, store
from functions.portal_api.account.cognito import SecondFactor
from functions.portal_api.account.prove_password import kept_nowhere, prove_password
from functions.portal_api.account.sign_out import next_second
from functions.portal_api.command import Asking
from shared import keys
from shared.caller import STRICT_STAGE
from shared.commit import Refused
from shared.dynamo import read, read_one
from shared.events import SecondFactorTakenAway, outbox
from shared.ids import is_id
from shared.language import mark as _
from shared.problems import Problem, invalid
from shared.settings import settings


def drop_own(asking: Asking, password: str, code: str | None) -> None:
    """Give up one's own app, knowing the password and a code that it shows now.

    Raises: Problem `second-factor-needed`, `not-found` when there is none, `invalid-request` (wrong password or code),
    `too-many-attempts`, `busy`.
    """
    caller = asking.caller
    if settings().stage == STRICT_STAGE and "platform_admin" in caller.roles | caller.withheld:
        raise Problem("second-factor-needed")
    enrolled = (read_one(keys.person(caller.person_id)) or {}).get("second_factor_at")
    answer = prove_password(caller.person_id, password, "/password")
    if isinstance(answer, SecondFactor):
        _show_code(caller.person_id, answer, code)
    elif not enrolled:
        raise Problem("not-found")
    cognito.forget_second_factor(caller.person_id)
    scope = own_trail.scope_of(caller.person_id)
    write = store.second_factor(caller.person_id, None)
    try:
        kept_nowhere(asking).commit(
            [write], "second_factor.drop", caller.person_id, status=204, answer=None, scope=scope
        )
    except Refused:
        raise Problem("not-signed-in") from None


def _show_code(person_id: str, factor: SecondFactor, code: str | None) -> None:
    if code is None:
        raise invalid("/code", _("Enter the code that the app shows now."))
    guesses.count(guesses.CODE_AGAIN, person_id)
    if cognito.answer_second_factor(person_id, factor.session, code) is None:
        raise invalid("/code", _("This is not the code that the app shows now."))
    guesses.forget(guesses.CODE_AGAIN, person_id)


def take_away(asking: Asking, person_id: str, partner_id: str | None) -> None:
    """Take away the app of somebody at a partner, with none named of another platform admin: their phone is lost.

    Everything of theirs is signed out, since the phone may be signed in too, and a mail tells them.
    Raises: Problem `not-found` when they are nobody there, `not-allowed` for one's own, `busy`; Replayed.
    """
    if not is_id("per", person_id) or not _is_there(person_id, partner_id):
        raise Problem("not-found")
    if person_id == asking.caller.person_id:
        raise Problem("not-allowed")
    if not cognito.forget_second_factor(person_id):
        raise Problem("not-found")
    by, at = asking.caller.person_id, asking.at
    told = own_trail.row(person_id, by, "second_factor.take_away", person_id, at, asking.request_id, asking.view)
    store.tokens_void(person_id, next_second())
    fact = outbox(at, SecondFactorTakenAway(person_id=person_id))
    writes = [store.second_factor(person_id, None, fact), told]
    try:
        asking.commit(writes, "second_factor.take_away", person_id, status=204, answer=None)
    except Refused:
        raise Problem("not-found") from None
    sessions.clear(person_id)
    cognito.sign_out(person_id)


def _is_there(person_id: str, partner_id: str | None) -> bool:
    """Whether a place lists them, as its admin or as one of its other people."""
    spots = [places.admin_key(person_id, partner_id)]
    spots.append(keys.partner_staff(partner_id, person_id) if partner_id else keys.trainer(person_id))
    return bool(read(spots))
