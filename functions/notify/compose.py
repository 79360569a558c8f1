"""From a fact to its mails: who hears of it, in which language, with which figures and which next step.

A fact delivered again composes the same messages under the same keys; `send` sends each key once.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from functions.notify.decisions import MAILS, Mail, Purpose
from functions.notify.fact import Stated
from functions.notify.link import unminted
from functions.notify.message import Message, one_line
from functions.notify.recipients import Recipient, recipients
from functions.notify.render import render
from functions.notify.store import Scene, scene_of
from shared.clock import parse
from shared.settings import settings


def compose(stated: Stated) -> list[Message]:
    """One message for each person who hears of this fact; none when it has no mail.

    Raises: LookupError when the fact names a partner that is not there.
    """
    mail = MAILS[stated.type]
    if isinstance(mail, str):
        return []
    scene = scene_of(stated.fact, mail)
    people = recipients(scene.asked, scene.people, scene.languages())
    return [_message(stated, mail, scene, recipient) for recipient in people]


def _message(stated: Stated, mail: Mail, scene: Scene, recipient: Recipient) -> Message:
    dress = scene.dress(recipient.roles)
    values = _values(stated, mail, scene, recipient) | {"dress": dress, "sender": dress.name}
    written = render(mail.name, recipient.language, values)
    return Message(
        key=Message.key_of(stated.id, mail.name, recipient.person_id),
        fact_id=stated.id,
        mail=mail.name,
        person_id=recipient.person_id,
        to=recipient.email,
        from_name=one_line(dress.sender_name),
        from_address=None if stated.fact.room == "senders" else dress.address,  # never from the sender that fails
        reply_to=dress.reply_to,
        language=recipient.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
        link_for=_link_for(mail, recipient),
    )


def _values(stated: Stated, mail: Mail, scene: Scene, recipient: Recipient) -> dict[str, Any]:
    """What a template may name: the fact's own data, the names it leads to, the recipient and the next step."""
    return stated.fact.model_dump() | {
        "platform": scene.platform_name,
        "partner": scene.partner_name,
        "organization": scene.organization["name"] if scene.organization else None,
        "course": scene.course["title"] if scene.course else None,
        "occurred_at": parse(stated.occurred_at),
        "time_zone": scene.time_zone,
        "inviter": scene.inviter,
        "subject": scene.subject,
        "note": scene.note,
        "first_name": recipient.first_name,
        "email": recipient.email,
        "roles": recipient.roles,
        "invited": recipient.invited,
        "url": _next_step(stated, mail, scene, recipient),
    }


def _search(scene: Scene) -> str:
    """Where somebody whom a fact is about is found, by their name; the platform's first page when nobody is named."""
    return f"/search?{urlencode({'q': scene.subject})}" if scene.subject else ""


def _link_for(mail: Mail, recipient: Recipient) -> Purpose | None:
    """What a one-time link is for; somebody invited who has a password already signs in with it and needs none."""
    return None if mail.link_for == "invitation" and not recipient.invited else mail.link_for


def _next_step(stated: Stated, mail: Mail, scene: Scene, recipient: Recipient) -> str:
    """Where the mail's button leads: for who hears of it at the platform on its domain, for others on the partner's."""
    home = scene.home
    partner_id = getattr(stated.fact, "partner_id", None)
    if _link_for(mail, recipient):
        return unminted(home)
    if mail.link_for == "invitation":
        return f"{home}/"
    if recipient.roles == {"self"}:
        return f"{home}/account/security"
    if stated.fact.room == "notify":
        return f"{settings().platform_url}/platform{_search(scene)}"
    if stated.fact.room in ("domains", "senders"):
        base = settings().platform_url if "platform_admin" in recipient.roles else home
        return f"{base}/partner/{partner_id}/{stated.fact.room}"
    if "platform_admin" in recipient.roles:
        return f"{settings().platform_url}/platform/partners/{partner_id}"
    return f"{home}/partner/{partner_id}/wallet"
