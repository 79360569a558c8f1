"""Pasted lists of people: who is a contact already, and records for who is not, each made once."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.contacts import create_contacts
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything
from tests.functional.front import Answer, Front


@pytest.fixture(autouse=True)
def _one_at_a_time(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """moto takes a failed transaction back together with what others wrote meanwhile."""
    if "crowded" not in request.fixturenames:
        monkeypatch.setattr(create_contacts, "AT_A_TIME", 1)


def at(partner: Partner) -> str:
    return f"/v1/partners/{partner.id}/contacts"


def contact(front: Front, partner: Partner, who: str, first: str, last: str | None = None, **more: Any) -> str:
    given = {"first_name": first} | ({"last_name": last} if last else {}) | more
    made: str = front.post(at(partner), who, given).json["id"]
    return made


def match(front: Front, partner: Partner, who: str, text: str) -> list[dict[str, Any]]:
    answer = front.post(f"{at(partner)}/matches", who, {"text": text})
    assert answer.status == 200, answer
    found: list[dict[str, Any]] = answer.json["results"]
    return found


def make(front: Front, partner: Partner, who: str, *people: dict[str, Any], key: str | None = None) -> Answer:
    return front.post(f"{at(partner)}/batches", who, {"people": list(people)}, key)


def test_every_line_is_told_what_became_of_it(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    maria = contact(front, partner, admin, "Maria", "Rossi", email="maria@alfa.example")
    alan = contact(front, partner, admin, "Alan", "Neri")
    twins = [contact(front, partner, admin, "Ada", "Bò", external_reference=n) for n in "12"]
    other = a_partner("Other")
    contact(front, other, a_partner_admin(other), "Eva", "Blu", email="eva@alfa.example")
    before = everything()

    found = match(front, partner, admin, "\n".join([
        "Someone Else <MARIA@alfa.example>", "Neri, Alan", "ada bo", "Eva Blu <eva@alfa.example>", "Maria Rossi",
        "Alan Neri <alan@alfa.example>", "bob.verdi@alfa.example", "Bob <bob.verdi@alfa.example>", "???", "x@y",
    ]))  # fmt: skip

    assert [one["outcome"] for one in found] == [
        "matched", "matched", "ambiguous", "new", "duplicate", "ambiguous", "new", "duplicate", "unreadable",
        "unreadable",
    ]  # fmt: skip
    assert [one["line"] for one in found] == list(range(1, 11))
    assert (found[0]["contact_id"], found[1]["contact_id"]) == (maria, alan)
    assert {one["id"] for one in found[2]["candidates"]} == set(twins)
    assert (found[3]["first_name"], found[3]["last_name"], found[3]["email"]) == ("Eva", "Blu", "eva@alfa.example")
    assert (found[4]["duplicate_of"], found[7]["duplicate_of"]) == (1, 7)
    assert [one["id"] for one in found[5]["candidates"]] == [alan]
    assert (found[6]["first_name"], found[6]["guessed"]) == ("Bob", True)
    assert (found[8]["fault"], found[9]["fault"]) == ("nobody", "email")
    assert everything() == before


def test_who_was_put_away_is_found_and_said_to_be(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    maria = contact(front, partner, admin, "Maria", "Rossi", email="maria@alfa.example")
    front.patch(f"{at(partner)}/{maria}", admin, {"archived": True})

    [by_email] = match(front, partner, admin, "maria@alfa.example")
    [by_name] = match(front, partner, admin, "Maria Rossi")
    assert by_email["contact_id"] == by_name["contact_id"] == maria
    assert by_email["archived"] is by_name["archived"] is True


def test_people_may_come_as_cells(front: Front) -> None:
    partner = a_partner()
    people = [{"line": 4, "name": "Rossi, Maria", "email": "maria@alfa.example"}, {"line": 9}]
    answer = front.post(f"{at(partner)}/matches", a_platform_admin(), {"people": people}).json["results"]
    assert [(one["line"], one["outcome"], one["first_name"]) for one in answer] == [
        (4, "new", "Maria"),
        (9, "unreadable", None),
    ]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({}, [""]),
        ({"text": "x", "people": []}, [""]),
        ({"text": 5}, ["/text"]),
        ({"text": "x" * 50_001}, ["/text"]),
        ({"text": "Maria\n" * 201}, ["/text"]),
        ({"people": [{"line": 1}] * 201}, ["/people"]),
        ({"people": [{"line": 0}]}, ["/people/0/line"]),
        ({"people": [{"line": 1, "name": 1}]}, ["/people/0/name"]),
        ({"people": [{"line": 1, "who": "x"}]}, ["/people/0/who"]),
    ],
)
def test_a_malformed_list_is_refused(front: Front, body: Any, places: list[str]) -> None:
    partner = a_partner()
    assert front.post(f"{at(partner)}/matches", a_platform_admin(), body).at == places


def test_two_hundred_of_one_name_are_asked_for_once(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner, calls = a_partner(), []
    monkeypatch.setattr(
        "functions.portal_api.contacts.match_people.query", lambda *a, **k: (calls.append(a), ([], None))[1]
    )
    assert len(match(front, partner, a_platform_admin(), "\n".join(f"Rossi Maria{n % 2}" for n in range(200)))) == 200
    assert len(calls) == 4


def test_the_ladder(front: Front) -> None:
    partner, other = a_partner(), a_partner("Other")
    admin, stranger = a_partner_admin(partner), a_partner_admin(other)
    for path, body in (("matches", {"text": "Maria"}), ("batches", {"people": [{"first_name": "Maria"}]})):
        where = f"{at(partner)}/{path}"
        assert front.post(where, None, body).code == "not-signed-in"
        assert front.post(where, stranger, body).code == "not-found"
        assert front.post(where, a_person(), body).code == "not-found"
        assert front.post(where.replace(partner.id, new_id("prt")), a_platform_admin(), body).code == "not-found"
    closed = a_partner("Closed", status="suspended")
    reader = a_partner_admin(closed)
    assert front.post(f"{at(closed)}/matches", reader, {"text": "Maria"}).status == 200
    assert make(front, closed, reader, {"first_name": "Maria"}).code == "partner-suspended"
    assert front.post(f"{at(partner)}/matches", admin, {"text": "Maria"}).status == 200


def test_records_are_made_for_who_has_none(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    maria = contact(front, partner, admin, "Maria", "Rossi", email="maria@alfa.example")

    said = make(
        front,
        partner,
        admin,
        {"first_name": "M", "email": "Maria@alfa.example"},
        {"first_name": "Alan", "language": "it"},
    )

    assert said.status == 200
    exists, created = said.json["results"]
    assert exists == {"place": 0, "outcome": "exists", "contact_id": maria}
    assert (created["place"], created["outcome"]) == (1, "created")
    assert front.get(f"{at(partner)}/{created['contact_id']}", admin).json["first_name"] == "Alan"
    assert front.get(f"{at(partner)}/{maria}", admin).json["first_name"] == "Maria"
    rows = front.all(f"/v1/partners/{partner.id}/audit", admin)
    assert [row["subject"] for row in rows if row["action"] == "contact.create"] == [created["contact_id"], maria]


def test_a_request_cut_off_in_the_middle_goes_on_when_it_is_sent_again(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = a_partner()
    admin, people = a_partner_admin(partner), [{"first_name": f"P{n}"} for n in range(5)]
    whole, made = create_contacts.create_contact, []

    def dies(*given: Any) -> Any:
        if len(made) == 3:
            raise RuntimeError
        made.append(1)
        return whole(*given)

    with monkeypatch.context() as patch:
        patch.setattr(create_contacts, "create_contact", dies)
        assert make(front, partner, admin, *people, key="k").code == "internal"
    first = make(front, partner, admin, *people, key="k")
    before = everything()
    again = make(front, partner, admin, *people, key="k")

    assert again.json == first.json and [one["outcome"] for one in first.json["results"]] == ["created"] * 5
    assert len(front.all(at(partner), admin)) == 5
    assert everything() == before
    assert make(front, partner, admin, *people[:4], key="k").code == "idempotency-key-reused"
    assert everything() == before


def test_in_an_organization_or_not_at_all(front: Front) -> None:
    partner, other = a_partner(), a_partner("Other")
    admin = a_partner_admin(partner)
    body = {"name": "Alfa", "vat_number": None}
    organization = front.post(f"/v1/partners/{partner.id}/organizations", admin, {"name": "Alfa"}).json["id"]
    theirs = front.post(f"/v1/partners/{other.id}/organizations", a_partner_admin(other), {"name": "Beta"}).json["id"]
    before = everything()
    for wrong in (theirs, new_id("org"), "x"):
        body = {"people": [{"first_name": "Maria"}], "organization_id": wrong}
        assert front.post(f"{at(partner)}/batches", admin, body).code == "not-found"
    assert everything() == before
    body = {"people": [{"first_name": "Maria"}], "organization_id": organization}
    [made] = front.post(f"{at(partner)}/batches", admin, body).json["results"]
    assert front.get(f"{at(partner)}/{made['contact_id']}", admin).json["organization_id"] == organization


@pytest.mark.parametrize(
    ("people", "places"),
    [
        ([], ["/people"]),
        ([{"first_name": "A"}] * 101, ["/people"]),
        ([{"last_name": "A"}], ["/people/0/first_name"]),
        (
            [{"first_name": "A", "email": "a@b.example"}, {"first_name": "B", "email": "A@b.example"}],
            ["/people/1/email"],
        ),
        ([{"first_name": "A", "email": "a"}], ["/people/0/email"]),
        ([{"first_name": "A", "role": "admin"}], ["/people/0/role"]),
    ],
)
def test_malformed_people_are_refused_and_nobody_is_made(front: Front, people: Any, places: list[str]) -> None:
    partner, admin = a_partner(), a_platform_admin()
    before = everything()
    assert make(front, partner, admin, *people).at == places
    assert everything() == before


def test_a_hundred_at_once_on_a_real_engine_are_made_once_each(crowded: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    people = [{"first_name": f"P{n}", "email": f"p{n}@alfa.example"} for n in range(100)]

    first = make(crowded, partner, admin, *people, key="k")
    again = make(crowded, partner, admin, *people, key="k")
    elsewhere = make(crowded, partner, admin, *people)

    assert [one["outcome"] for one in first.json["results"]] == ["created"] * 100
    assert again.json == first.json
    assert [one["outcome"] for one in elsewhere.json["results"]] == ["exists"] * 100
    assert [one["contact_id"] for one in elsewhere.json["results"]] == [
        one["contact_id"] for one in first.json["results"]
    ]
    assert len(crowded.all(at(partner), admin, limit=100)) == 100


def test_somebody_known_is_called_as_their_record_says_not_as_the_list_does(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    contact(front, partner, admin, "Maria", "Rossi", email="maria@alfa.example")

    by_address = match(front, partner, admin, "Someone Else <MARIA@alfa.example>")
    by_name = match(front, partner, admin, "rossi maria")

    for [one] in (by_address, by_name):
        told = (one["first_name"], one["last_name"], one["email"], one["guessed"])
        assert told == ("Maria", "Rossi", "maria@alfa.example", False)
