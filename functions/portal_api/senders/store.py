"""Sending domains in the Portal table, and the address on the partner's record that its mails come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.portal_api.domains import store as domains
from functions.portal_api.senders.sender import Sender
from shared import keys
from shared.commit import Refused, Write, commit, delete, put, update
from shared.dynamo import Item, query, query_all, read_one
from shared.events import Fact, outbox


class Overtaken(Exception):
    """Somebody else changed it since it was read: they go on."""


def page(partner_id: str, limit: int, after: Item | None) -> tuple[list[Sender], Item | None]:
    """A partner's by name."""
    items, last = query("portal", keys.sender(partner_id, "").pk, limit=limit, after=after)
    return [Sender.of(item) for item in items], last


def all_of(partner_id: str) -> list[Sender]:
    """All of a partner's, consistently: one, as a rule."""
    return [Sender.of(item) for item in query_all("portal", keys.sender(partner_id, "").pk)]


def by_id(partner_id: str, sender_id: str) -> Sender | None:
    """The one with this id."""
    return next((one for one in all_of(partner_id) if one.id == sender_id), None)


def by_name(partner_id: str, name: str) -> Sender | None:
    """The one of this name."""
    item = read_one(keys.sender(partner_id, name))
    return Sender.of(item) if item else None


def due(now: str, limit: int) -> list[tuple[str, str]]:
    """Partner and name of those that are to be looked at by now, the longest due first (eventually consistent)."""
    items, _ = query("portal", keys.SENDERS, index="list", limit=limit)
    return [(item["partner_id"], item["name"]) for item in items if item["list_sk"] <= now]


def active_domains(partner_id: str) -> list[str]:
    """The names of the partner's domains that are served as they should be."""
    return [one.name for one in domains.all_of(partner_id) if one.status == "active"]


def added(sender: Sender, *facts: Fact) -> Write:
    """The write of a new one; blame `sender` when the partner has one of this name."""
    item = sender.stored() | _stated(sender, facts)
    return put("sender", keys.sender(sender.partner_id, sender.name), item)


def rewritten(sender: Sender, *facts: Fact) -> tuple[Sender, Write]:
    """It as it is from now on, and its write; blame `sender` when it is not at this version any more."""
    after = replace(sender, version=sender.version + 1)
    said = {"names": {"#version": "version"}, "values": {":read": sender.version}}
    key = keys.sender(sender.partner_id, sender.name)
    return after, put("sender", key, after.stored() | _stated(after, facts), "#version = :read", **said)


def keep(sender: Sender, *more: Write, facts: Sequence[Fact] = ()) -> Sender:
    """Write it with what goes with it, all or nothing. Raises: Overtaken, or Refused with a blame of `more`."""
    after, write = rewritten(sender, *facts)
    try:
        commit([write, *more])
    except Refused as refused:
        if refused.first[0].blame == "sender":
            raise Overtaken(sender.name) from None
        raise
    return after


def forget(sender: Sender) -> None:
    """It is no more. Raises: Overtaken."""
    said = {"names": {"#version": "version"}, "values": {":read": sender.version}}
    try:
        commit([delete("sender", keys.sender(sender.partner_id, sender.name), "#version = :read", **said)])
    except Refused:
        raise Overtaken(sender.name) from None


def used(sender: Sender, at: str) -> Write:
    """The write after which the partner's mails come from it; blame `kind` when the partner may not, or has another."""
    said = {"names": {"#version": "version", "#sender": "sender", "#address": "address", "#kind": "kind"}}
    address = {"address": sender.address, "since": at}
    values = {":one": 1, ":sender": address, ":address": sender.address, ":whitelabel": "whitelabel"}
    free = "#kind = :whitelabel AND (attribute_not_exists(#sender) OR #sender.#address = :address)"
    expression = "SET #sender = :sender, #version = #version + :one"
    return update("kind", keys.partner(sender.partner_id), expression, free, **said, values=values)


def unused(sender: Sender) -> list[Write]:
    """The writes after which the partner's mails do not come from it: none where they did not."""
    item = read_one(keys.partner(sender.partner_id)) or {}
    if item.get("sender", {}).get("address") != sender.address:
        return []
    said = {"names": {"#version": "version", "#sender": "sender", "#address": "address"}}
    values = {":one": 1, ":address": sender.address}
    expression = "REMOVE #sender SET #version = #version + :one"
    place = keys.partner(sender.partner_id)
    return [update("partner", place, expression, "#sender.#address = :address", **said, values=values)]


def _stated(sender: Sender, facts: Sequence[Fact]) -> dict[str, object]:
    stated = outbox(sender.checked_at or sender.added_at, *facts)
    return {"facts": stated} if stated else {}
