"""What happened to somebody's account, in words: the actions of a person's own trail."""

from __future__ import annotations

from shared.language import mark as _

WORDS = {
    "session.begin": _("Signed in with a browser"),
    "session.end": _("Signed out"),
    "password.set": _("Password set with a mailed link"),
    "password.not_set": _("Setting the password did not work; the one before still counts"),
    "password.change": _("Password changed"),
    "password_link.ask": _("Link to set the password asked for"),
    "second_factor.begin": _("Setting up an authenticator app begun"),
    "second_factor.set": _("Authenticator app set up"),
    "second_factor.drop": _("Authenticator app removed"),
    "second_factor.take_away": _("Authenticator app removed by an admin"),
    "me.change": _("Name or language changed"),
}
