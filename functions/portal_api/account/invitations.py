"""Invitations are counted before they are mailed, so that no place mails somebody, nor all the world, without end."""

from __future__ import annotations

from functions.portal_api.account import guesses
from functions.portal_api.account.guesses import Limit
from functions.portal_api.command import Asking


def count_invitation(asking: Asking, email: str, place: str | None, by: Limit | None = None) -> None:
    """Count an invitation to a place (a partner's id, None the platform); `by` limits those of one inviter.

    Raises: Problem `too-many-attempts`.
    """
    guesses.count(by or guesses.INVITATIONS_BY, f"{asking.caller.person_id}#{place}")
    guesses.count(guesses.INVITATIONS_TO, f"{email}#{place}")


def count_back(asking: Asking, email: str, place: str | None, by: Limit | None = None) -> None:
    """Take it off the count again: it was not sent."""
    guesses.give_back(by or guesses.INVITATIONS_BY, f"{asking.caller.person_id}#{place}")
    guesses.give_back(guesses.INVITATIONS_TO, f"{email}#{place}")


def count_repetition(asking: Asking, person_id: str, email: str, place: str | None, by: Limit | None = None) -> None:
    """Count an invitation mailed once more. Raises: Problem `too-many-attempts`."""
    guesses.count(guesses.INVITATIONS, f"{person_id}#{place}")
    count_invitation(asking, email, place, by)
