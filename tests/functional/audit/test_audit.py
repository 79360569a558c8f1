"""The audit as those concerned read it: whose it is, what stands in it, page by page, through filters."""

from __future__ import annotations

from typing import Any

import pytest
from ulid import ULID

from functions.portal_api.audit import find_audit
from shared import dynamo, keys
from shared.clock import stamp
from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything, write
from tests.functional.front import Front
from tests.meter import Meter

PLATFORM = "/v1/platform/audit"
UNKNOWN = "per_01JD0000000000000000000000"


def of(partner: Any) -> str:
    return f"/v1/partners/{partner.id}/audit"


def rows(scope: str, count: int, **more: Any) -> list[str]:
    """That many rows as commands leave them, a millisecond apart; their ids, the newest first."""
    made = []
    for number in range(count):
        ulid = str(ULID.from_timestamp(1_790_000_000_000 + number))
        item = {"at": stamp(), "actor_id": UNKNOWN, "action": "contact.update", "subject": new_id("con")}
        write(keys.audit(scope, ulid), item | {"changed": ["email"], "request_id": f"req-{number}"} | more)
        made.append(f"aud_{ulid}")
    return made[::-1]


def test_nobody_signed_in_is_refused(front: Front) -> None:
    assert front.get(of(a_partner())).code == "not-signed-in"
    assert front.get(PLATFORM).code == "not-signed-in"


@pytest.mark.criterion("C-30")
def test_each_partners_audit_is_its_admins_and_the_platforms_is_the_platforms(front: Front) -> None:
    ours, theirs, house = a_partner("Alfa"), a_partner("Beta"), a_partner("Direct", kind="house")
    admin, platform, nobody = a_partner_admin(ours), a_platform_admin(), a_person()
    [own], [_], [direct] = (rows(f"PARTNER#{partner.id}", 1) for partner in (ours, theirs, house))
    [above] = rows("PLATFORM", 1)

    for path in (of(theirs), of(house), f"/v1/partners/{new_id('prt')}/audit", "/v1/partners/x/audit"):
        assert front.get(path, admin).code == "not-found"
    assert front.get(of(ours), nobody).code == "not-found"
    for who in (admin, nobody):
        assert (front.get(PLATFORM, who).status, front.get(PLATFORM, who).code) == (403, "not-allowed")
    assert [row["id"] for row in front.all(of(ours), admin)] == [own]
    assert [row["id"] for row in front.all(of(ours), platform)] == [own]
    assert [row["id"] for row in front.all(of(house), platform)] == [direct]
    assert [row["id"] for row in front.all(PLATFORM, platform)] == [above]
    assert front.get(f"/v1/partners/{new_id('prt')}/audit", platform).code == "not-found"


@pytest.mark.criterion("C-01", "C-06")
def test_a_suspended_partners_admin_reads_on_and_a_closed_ones_does_not(front: Front) -> None:
    suspended, closed = a_partner(status="suspended"), a_partner(status="closed")
    admin, platform = a_partner_admin(suspended, closed), a_platform_admin()
    rows(f"PARTNER#{closed.id}", 1)

    assert front.get(of(suspended), admin).status == 200
    assert front.get(of(closed), admin).code == "partner-closed"
    assert len(front.all(of(closed), platform)) == 1


def test_what_commands_did_stands_there_without_anything_personal(front: Front) -> None:
    partner = a_partner(admins_count=1, accepted_count=1)
    admin, platform = a_partner_admin(partner), a_platform_admin()
    base = f"/v1/partners/{partner.id}"
    ada = {"first_name": "Adalgisa", "last_name": "Bianchini", "email": "adalgisa@acme.example"}
    laura = {"email": "laura@alfa.example", "first_name": "Laura", "last_name": "Moretti"}
    contact = front.post(f"{base}/contacts", admin, ada, key="k").json["id"]
    front.post(f"{base}/contacts", admin, ada, key="k")
    assert front.post(f"{base}/contacts", admin, ada).code == "contact-exists"
    invited = front.post(f"{base}/admins", admin, laura).json["id"]
    front.post(f"{base}/suspension", platform)
    front.post(f"{base}/suspension", platform)

    shown = front.all(of(partner), admin, limit=2)

    by_admin, by_platform = ({"id": who, "name": "Ada Rossi"} for who in (admin, platform))
    assert [(row["action"], row["actor"], row["subject"], row["changed"]) for row in shown] == [
        ("partner.suspended.begin", by_platform, partner.id, ["status", "suspended_at"]),
        ("admin.invite", by_admin, invited, []),
        ("contact.create", by_admin, contact, ["email", "first_name", "last_name"]),
    ]
    assert {row["request_id"] for row in shown} == {"req-1"}
    told = {"id", "at", "action", "actor", "subject", "changed", "request_id", "view"}
    assert all(set(row) == told and row["view"] == "api" for row in shown)
    assert [row["at"] for row in shown] == sorted((row["at"] for row in shown), reverse=True)
    kept = [str(item) for item in everything() if item["pk"]["S"].endswith("#AUDIT")]
    for said in (*ada.values(), *laura.values()):
        assert not any(said in text for text in (*kept, str(shown)))


def test_what_was_done_at_no_partner_stands_with_the_platform(front: Front) -> None:
    platform = a_platform_admin()
    new = {"name": "Gamma", "kind": "default", "contact_email": "info@gamma.example"}
    made = front.post("/v1/partners", platform, new).json["id"]

    [row] = front.all(PLATFORM, platform)

    assert (row["action"], row["subject"], row["actor"]["id"]) == ("partner.create", made, platform)
    assert front.get(of(a_partner()), platform).json == {"items": [], "next_cursor": None}


def test_people_are_named_as_they_are_called_now_and_not_once_they_are_gone(front: Front) -> None:
    platform, grace = a_platform_admin(), a_person("Grace", last_name="")
    for actor, told in (
        (grace, {"id": grace, "name": "Grace"}),
        (platform, {"id": platform, "name": "Ada Rossi"}),
        (UNKNOWN, {"id": UNKNOWN, "name": None}),
        (None, None),
    ):
        partner = a_partner()
        rows(f"PARTNER#{partner.id}", 1, actor_id=actor)
        assert [row["actor"] for row in front.all(of(partner), a_partner_admin(partner))] == [told]


def test_it_goes_page_by_page_newest_first(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    made = rows(f"PARTNER#{partner.id}", 7)

    for limit in (1, 3, 7, 100):
        assert [row["id"] for row in front.all(of(partner), admin, limit=limit)] == made


def test_a_cursor_counts_for_the_very_list_it_was_issued_for(front: Front) -> None:
    ours, theirs, platform = a_partner("Alfa"), a_partner("Beta"), a_platform_admin()
    for scope in (f"PARTNER#{ours.id}", f"PARTNER#{theirs.id}", "PLATFORM"):
        rows(scope, 3)
    cursor = front.get(of(ours), platform, limit=1).json["next_cursor"]
    found = front.get(of(ours), platform, limit=1, actor_id=UNKNOWN).json["next_cursor"]

    assert front.get(of(ours), platform, cursor=cursor).status == 200
    for path, one, more in (
        (of(theirs), cursor, {}),
        (PLATFORM, cursor, {}),
        (of(ours), cursor, {"actor_id": UNKNOWN}),
        (of(ours), cursor, {"action": "contact."}),
        (of(ours), found, {}),
        (of(ours), found, {"actor_id": platform}),
        (of(ours), found, {"subject": UNKNOWN}),
        (of(ours), cursor[:-2] + "AA", {}),
        (of(ours), ("B" if cursor[0] == "A" else "A") + cursor[1:], {}),
        (of(ours), "é\x00", {}),
        (f"/v1/partners/{ours.id}/contacts", cursor, {}),
    ):
        assert front.get(path, platform, cursor=one, **more).code == "cursor-invalid", (path, more)


def test_it_says_from_which_view_something_was_done_and_is_found_by_it(front: Front) -> None:
    partner, other = a_partner(), a_partner("Beta")
    admin = a_partner_admin(partner, other)
    rows(f"PARTNER#{partner.id}", 1)  # from before views were written down
    contacts = f"/v1/partners/{partner.id}/contacts"
    for said, name in (("partner", "Ada"), ("business", "Eva"), ("nowhere", "Ugo"), (None, "Pia")):
        headers = {"portico-view": said} if said else {}
        front.ask("POST", contacts, admin, body={"first_name": name}, headers=headers)

    shown = front.all(of(partner), admin)

    assert sorted(row["view"] for row in shown) == ["api", "api", "api", "business", "partner"]
    for view in ("partner", "business", "api", "learner"):
        assert front.all(of(partner), admin, view=view, limit=1) == [row for row in shown if row["view"] == view]
    cursor = front.get(of(partner), admin, view="api", limit=1).json["next_cursor"]
    assert front.get(of(partner), admin, view="partner", cursor=cursor).code == "cursor-invalid"


@pytest.mark.parametrize("filters", [("actor_id",), ("subject",), ("action",), ("actor_id", "subject", "action")])
def test_filters_find_what_matches_all_of_them(front: Front, filters: tuple[str, ...]) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    scope, wanted = f"PARTNER#{partner.id}", {"actor_id": admin, "subject": partner.id, "action": "partner.change"}
    for number in range(12):
        more = {name: value for at, (name, value) in enumerate(wanted.items()) if number >> at & 1}
        ulid = str(ULID.from_timestamp(1_790_000_000_000 + number))
        item = {"at": stamp(), "actor_id": UNKNOWN, "action": "contact.partner", "subject": new_id("con")}
        write(keys.audit(scope, ulid), item | {"changed": [], "request_id": ""} | more)
    everybody = front.all(of(partner), admin)
    asked = {name: wanted[name] for name in filters} | ({"action": "partner."} if "action" in filters else {})

    found = front.all(of(partner), admin, limit=2, **asked)

    shown = [{**row, "actor_id": row["actor"]["id"]} for row in everybody]
    matching = [row["id"] for row in shown if all(row[name] == wanted[name] for name in filters)]
    assert matching and [row["id"] for row in found] == matching


def test_a_filter_looks_through_so_many_rows_a_page_and_goes_on_with_a_cursor(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_audit, "ROWS_A_PAGE", 16)
    partner = a_partner()
    admin = a_partner_admin(partner)
    made = rows(f"PARTNER#{partner.id}", 20)
    oldest = front.all(of(partner), admin)[-1]

    with Meter(dynamo.client()) as meter:
        first = front.get(of(partner), admin, limit=1, subject=oldest["subject"]).json

    assert meter.calls["Query"] == 1
    assert first["items"] == [] and first["next_cursor"]
    assert front.all(of(partner), admin, limit=1, subject=oldest["subject"]) == [oldest]
    assert oldest["id"] == made[-1]


def test_a_page_takes_the_callers_read_one_query_and_one_read_of_names(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    for _ in range(3):
        rows(f"PARTNER#{partner.id}", 100, actor_id=a_person())
    rows("PLATFORM", 30)

    for path, who in ((of(partner), admin), (PLATFORM, a_platform_admin())):
        for limit in (1, 25, 100):
            with Meter(dynamo.client()) as meter:
                assert front.get(path, who, limit=limit).json["items"]
            assert meter.order == ["BatchGetItem", "Query", "BatchGetItem"]
    with Meter(dynamo.client()) as meter:
        assert front.get(of(partner), admin, action="contact.").json["items"]
    assert meter.order == ["BatchGetItem", "Query", "BatchGetItem"]


def test_nonsense_is_refused(front: Front) -> None:
    partner = a_partner()
    for path, who in ((of(partner), a_partner_admin(partner)), (PLATFORM, a_platform_admin())):
        for wrong in ("", "x", "per_", UNKNOWN + "A", UNKNOWN.lower(), partner.id, "per_\x00", "💣", "a" * 5000):
            assert front.get(path, who, actor_id=wrong).code == "not-found", wrong
        low = new_id("con").lower()
        for wrong in ("", "x", "con_", "con_#", "con_\x00", "CON_1", "con_" + "A" * 101, "con_1\n", "💣", low, "enr_x"):
            assert front.get(path, who, subject=wrong).code == "not-found", wrong
        for wrong in ("", ".", "Contact", "contact create", "contact.create\n", "a" * 61, "contact#", "💣"):
            assert front.get(path, who, action=wrong).at == ["/action"], wrong
        for wrong in ("", "API", "nowhere", "💣"):
            assert front.get(path, who, view=wrong).at == ["/view"], wrong
        for name in ("limit", "actor", "at", "partner_id"):
            assert front.get(path, who, **{name: "0"}).at == [f"/{name}"]
