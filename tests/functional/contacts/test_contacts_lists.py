"""Lists and search of people's records: order, pages, filters, cursors."""

from __future__ import annotations

from tests.builders import a_partner, a_partner_admin, a_platform_admin
from tests.functional.contacts.test_contacts import ADA, contacts
from tests.functional.front import Front


def test_lists_go_page_by_page_newest_first(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    made = [front.post(contacts(partner), admin, {"first_name": f"P{n}"}).json["id"] for n in range(7)]
    front.patch(f"{contacts(partner)}/{made[3]}", admin, {"archived": True})

    listed = [one["id"] for one in front.all(contacts(partner), admin, limit=2)]

    assert listed == [one for one in sorted(made, reverse=True) if one != made[3]]


def test_a_search_goes_by_the_beginnings_of_words_of_which_all_must_match(front: Front) -> None:
    partner, other = a_partner(), a_partner("Beta")
    admin = a_platform_admin()
    for first, last, email in (
        ("Maria Grazia", "D'Ávila", "mg@uno.it"),
        ("Mario", "Rossi", "mario.rossi@due.it"),
        ("Anna", "Marino", None),
    ):
        front.post(contacts(partner), admin, {"first_name": first, "last_name": last, "email": email})
    front.post(contacts(other), admin, {"first_name": "Mario", "last_name": "Altrui"})

    def found(q: str, limit: int = 25) -> list[str]:
        return [one["first_name"] for one in front.all(contacts(partner), admin, q=q, limit=limit)]

    assert sorted(found("mar")) == ["Anna", "Maria Grazia", "Mario"]
    assert sorted(found("mar", limit=1)) == ["Anna", "Maria Grazia", "Mario"]
    assert found("ROSSI mar") == ["Mario"]
    assert found("avila") == found("Àvi mari") == ["Maria Grazia"]
    assert found("mario.rossi@due.it") == ["Mario"]
    assert found("altrui") == found("ario") == found("!!!") == []
    assert len(found("  ")) == 3


def test_a_renamed_contact_is_found_by_its_new_name_only(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    ada = front.post(contacts(partner), admin, ADA).json

    front.patch(f"{contacts(partner)}/{ada['id']}", admin, {"last_name": "Lovelace", "email": None})

    assert front.all(contacts(partner), admin, q="byron") == []
    assert front.all(contacts(partner), admin, q="example") == []
    assert [one["id"] for one in front.all(contacts(partner), admin, q="love")] == [ada["id"]]


def test_the_longest_of_names_still_fits_one_change(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    many = " ".join(f"w{n}" for n in range(50))
    other = " ".join(f"x{n}" for n in range(50))
    email, another = ".".join("abcdefghijklmnop") + "@a.b.c.d.e.it", ".".join("qrstuvwxyz") + "@f.g.h.i.it"
    ada = front.post(contacts(partner), admin, {"first_name": many, "last_name": many, "email": email})
    assert ada.status == 201

    change = {"first_name": other, "last_name": other, "email": another}
    changed = front.patch(f"{contacts(partner)}/{ada.json['id']}", admin, change, key="k")

    assert changed.status == 200
    assert len(front.all(contacts(partner), admin, q="x1")) == 1
    assert front.all(contacts(partner), admin, q="w1") == []


def test_a_cursor_counts_for_the_very_list_it_was_issued_for(front: Front) -> None:
    ours, theirs = a_partner("Alfa"), a_partner("Beta")
    admin = a_platform_admin()
    for n in range(3):
        front.post(contacts(ours), admin, {"first_name": f"Ada{n}"})
    cursor = front.get(contacts(ours), admin, limit=1).json["next_cursor"]
    found = front.get(contacts(ours), admin, limit=1, q="ada").json["next_cursor"]

    assert front.get(contacts(theirs), admin, cursor=cursor).code == "cursor-invalid"
    assert front.get(contacts(ours), admin, cursor=cursor, q="ada").code == "cursor-invalid"
    assert front.get(contacts(ours), admin, cursor=cursor, archived="true").code == "cursor-invalid"
    assert front.get(contacts(ours), admin, cursor=found, q="ad").code == "cursor-invalid"
    assert front.get(contacts(ours), admin, cursor=cursor[:-2] + "AA").code == "cursor-invalid"
    assert front.get(contacts(ours), admin, cursor="é\x00").code == "cursor-invalid"
    assert front.get(contacts(ours), admin, cursor="x" * 3000).code == "invalid-request"
    assert front.get(contacts(ours), admin, limit="0").at == ["/limit"]
