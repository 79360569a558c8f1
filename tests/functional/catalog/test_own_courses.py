"""Own courses of a whitelabel partner: who makes them, who sees them, and who never learns that there are any."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.portal_api.catalog import own_store
from shared.dynamo import read_one
from shared.ids import new_id, new_own_course_id
from shared.keys import HOUSE, own_course
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything
from tests.functional.catalog.own import WORDS, a_member, a_whitelabel, becomes, its, make_own
from tests.functional.catalog.test_courses import ALL, SAFETY, costs, make, some
from tests.functional.front import Front, meanwhile
from tests.functional.narrowed import a_supervisor, a_trainer

STAFF = ("partner_enrollment", "partner_finance", "partner_read_only")


def asked(front: Front, who: str | None, path: str, course: str) -> dict[str, str]:
    """What each verb answers this caller, by its problem's code or its status."""
    answers = {
        "make": front.post(path, who, WORDS),
        "list": front.get(path, who),
        "read": front.get(f"{path}/{course}", who),
        "change": front.patch(f"{path}/{course}", who, {"title": "Altro"}),
        "publish": front.patch(f"{path}/{course}", who, {"status": "published"}),
    }
    return {verb: one.code if one.status >= 400 else str(one.status) for verb, one in answers.items()}


@pytest.mark.criterion("C-31")
def test_a_whitelabel_partners_admin_makes_a_draft_changes_publishes_and_archives_it(front: Front) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)

    made = front.post(its(partner), admin, WORDS)
    path = its(partner, made.json["id"])

    assert made.status == 201
    assert made.json == WORDS | {
        "id": made.json["id"],
        "status": "draft",
        "owner": {"kind": "partner", "id": partner.id},
        "created_at": made.json["created_at"],
        "published_at": None,
    }
    assert front.get(path, admin).json == made.json
    assert front.get(its(partner), admin).json == {"items": [made.json], "next_cursor": None}

    changed = front.patch(path, admin, {"title": "Benvenuti", "description": None}).json
    assert (changed["title"], changed["description"], changed["status"]) == ("Benvenuti", None, "draft")
    published = front.patch(path, admin, {"status": "published"}).json
    assert published["status"] == "published" and published["published_at"]
    assert front.patch(path, admin, {"status": "archived"}).json["status"] == "archived"
    again = front.patch(path, admin, {"status": "published"}).json
    assert again == published


@pytest.mark.criterion("C-31")
def test_a_default_partner_is_refused_with_the_reason_and_so_is_the_house(front: Front) -> None:
    partner, house = a_partner("Alfa"), a_partner("Direct customers", kind="house")
    admin, keeper = a_partner_admin(partner), a_partner_admin(house)
    before = everything()

    for who, at in ((admin, partner), (keeper, house)):
        refused = front.post(its(at), who, WORDS)
        assert (refused.status, refused.code) == (403, "whitelabel-only")
        assert front.get(its(at), who).json == {"items": [], "next_cursor": None}
        assert front.patch(its(at, new_own_course_id()), who, {"title": "x"}).code == "not-found"
    assert everything() == before


@pytest.mark.criterion("C-30", "C-31")
def test_the_ladder_from_nobody_to_the_partners_admin(front: Front) -> None:
    partner, other = a_whitelabel("Acme"), a_whitelabel("Beta")
    admin = a_partner_admin(partner)
    course = make_own(front, admin, partner)
    before = everything()

    assert set(asked(front, None, its(partner), course).values()) == {"not-signed-in"}
    for stranger in (a_partner_admin(other), a_person()):
        assert set(asked(front, stranger, its(partner), course).values()) == {"not-found"}
    sees = {"make": "not-allowed", "list": "200", "read": "200", "change": "not-allowed", "publish": "not-allowed"}
    for role in STAFF:
        assert asked(front, a_member(partner, role), its(partner), course) == sees, role
    assert asked(front, a_supervisor(partner, courses=[course]), its(partner), course) == sees
    assert asked(front, a_trainer(course), its(partner), course) == sees
    assert asked(front, a_supervisor(partner, tags=["x"]), its(partner), course) == sees | {"read": "not-found"}
    written = [item for item in everything() if item not in before]
    assert not [item for item in written if "#OWN_COURSES" in item["pk"]["S"] or "#AUDIT" in item["pk"]["S"]]
    assert set(asked(front, admin, its(partner), course).values()) == {"200", "201"}


@pytest.mark.criterion("C-07", "C-31")
def test_the_platform_sees_them_and_edits_none_and_no_partner_edits_the_platforms(front: Front) -> None:
    partner, platform = a_whitelabel(), a_platform_admin()
    admin = a_partner_admin(partner)
    own, theirs = make_own(front, admin, partner, "published"), make(front, platform, some(partner))
    before = everything()

    sees = {"make": "not-allowed", "list": "200", "read": "200", "change": "not-allowed", "publish": "not-allowed"}
    assert asked(front, platform, its(partner), own) == sees
    assert front.get(f"/v1/courses/{own}", platform, partner_id=partner.id).json["owner"]["id"] == partner.id
    for method, path, body in (
        ("GET", "", None), ("PATCH", "", {"title": "x"}), ("GET", "/partners", None),
        ("PUT", f"/partners/{partner.id}", {"enrollment_cost": 3}), ("DELETE", f"/partners/{partner.id}", None),
    ):  # fmt: skip
        assert front.ask(method, f"/v1/courses/{own}{path}", platform, body=body).code == "not-found", (method, path)
    assert front.patch(f"/v1/courses/{own}", admin, {"title": "x"}).code == "not-allowed"
    assert front.patch(f"/v1/courses/{theirs}", admin, {"title": "x"}).code == "not-allowed"
    assert front.patch(its(partner, theirs), admin, {"title": "x"}).code == "not-found"
    assert front.get(its(partner, theirs), admin).code == "not-found"
    assert everything() == before


@pytest.mark.criterion("C-30", "C-31")
def test_another_partners_own_course_is_nowhere_by_id_either(front: Front) -> None:
    ours, theirs = a_whitelabel("Acme"), a_whitelabel("Beta")
    platform, admin = a_platform_admin(), a_partner_admin(ours)
    course = make_own(front, a_partner_admin(theirs), theirs, "published", title="Segretissimo")
    before = everything()

    assert front.get(its(ours), admin).json["items"] == []
    assert front.get("/v1/courses", admin).json["items"] == []
    for path in (its(ours, course), its(theirs, course), f"/v1/courses/{course}"):
        assert front.get(path, admin).code == "not-found"
        assert front.patch(path, admin, {"title": "x"}).code == "not-found"
    assert front.get(f"/v1/courses/{course}", platform, partner_id=ours.id).code == "not-found"
    assert front.get(f"/v1/courses/{course}/partners", admin).code == "not-found"
    staff = {"email": "sara@acme.example", "first_name": "Sara", "last_name": "Neri", "role": "supervisor"}
    scope = {"scope": {"courses": [course]}}
    assert front.post(f"/v1/partners/{ours.id}/staff", admin, staff | scope).code == "not-found"
    trainer = {"email": "teo@platform.example", "first_name": "Teo", "last_name": "Neri", "courses": [course]}
    assert front.post("/v1/platform/trainers", platform, trainer).code == "not-found"
    first = {"name": "Gamma", "kind": "default", "contact_email": "g@g.example", "courses": [{"course_id": course}]}
    assert front.post("/v1/partners", platform, first).at == ["/courses/0/course_id"]
    assert "Segretissimo" not in front.get("/v1/platform/search", platform, q="segretissimo").text
    kept = [item for item in everything() if "COUNTER#" not in item["pk"]["S"]]
    assert kept == [item for item in before if "COUNTER#" not in item["pk"]["S"]]


@pytest.mark.criterion("C-31")
def test_published_ones_stand_in_its_catalogue_for_nothing_and_before_the_platforms(front: Front) -> None:
    partner, platform = a_whitelabel(), a_platform_admin()
    admin = a_partner_admin(partner)
    theirs = [make(front, platform, ALL), make(front, platform, some(partner))]
    draft, first, archived, second = (
        make_own(front, admin, partner, status) for status in ("draft", "published", "archived", "published")
    )

    for limit in (1, 2, 3, 100):
        listed = front.all("/v1/courses", admin, limit=limit)
        assert [one["id"] for one in listed] == [second, first, *sorted(theirs, reverse=True)], limit
    assert [one["effective_cost"] for one in listed] == [0, 0, 10, 10]
    assert [one["owner"]["kind"] for one in listed] == ["partner", "partner", "platform", "platform"]
    assert front.get(f"/v1/courses/{first}", admin).json == WORDS | {
        "id": first,
        "effective_cost": 0,
        "archived": False,
        "owner": {"kind": "partner", "id": partner.id},
    }
    assert front.get(f"/v1/courses/{archived}", admin).json["archived"] is True
    assert front.get(f"/v1/courses/{draft}", admin).code == "not-found", "a draft is in no catalogue"
    assert costs(front, platform, partner_id=partner.id) == dict.fromkeys((first, second), 0) | dict.fromkeys(
        theirs, 10
    )
    assert len(front.all(its(partner), admin, limit=1)) == 4
    assert len(front.all("/v1/courses", platform, limit=1)) == 2, "the platform's list is the platform's"


def test_many_drafts_leave_a_page_of_the_catalogue_short_and_lose_nothing(front: Front) -> None:
    partner, platform = a_whitelabel(), a_platform_admin()
    admin = a_partner_admin(partner)
    given = make(front, platform, ALL)
    oldest = make_own(front, admin, partner, "published")
    for _ in range(12):
        make_own(front, admin, partner)

    assert [one["id"] for one in front.all("/v1/courses", admin, limit=1)] == [oldest, given]


@pytest.mark.criterion("C-34x")
def test_a_supervisor_of_an_own_course_sees_that_one_without_credits(front: Front) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)
    seen, hidden = make_own(front, admin, partner, "published"), make_own(front, admin, partner, "published")
    staff = {"email": "sara@acme.example", "first_name": "Sara", "last_name": "Neri", "role": "supervisor"}

    invited = front.post(f"/v1/partners/{partner.id}/staff", admin, staff | {"scope": {"courses": [seen]}})
    assert invited.status == 201, invited
    sara = a_supervisor(partner, courses=[seen])

    assert [one["id"] for one in front.all(its(partner), sara)] == [seen]
    assert [(one["id"], one["effective_cost"]) for one in front.all("/v1/courses", sara)] == [(seen, None)]
    assert front.get(its(partner, hidden), sara).code == front.get(f"/v1/courses/{hidden}", sara).code == "not-found"


@pytest.mark.criterion("C-31")
def test_a_partner_that_is_no_whitelabel_one_any_more_keeps_them_as_they_are(front: Front) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)
    course = make_own(front, admin, partner, "published")
    becomes(partner, "default")

    assert front.post(its(partner), admin, WORDS).code == "whitelabel-only"
    for change in ({"title": "x"}, {"status": "archived"}):
        assert front.patch(its(partner, course), admin, change).code == "whitelabel-only"
    assert front.get(its(partner, course), admin).json["status"] == "published"
    assert front.get("/v1/courses", admin).json["items"] == []
    assert front.get(f"/v1/courses/{course}", admin).json["archived"] is True, "it takes no new enrollments"

    becomes(partner, "whitelabel")
    assert costs(front, admin) == {course: 0}
    assert front.patch(its(partner, course), admin, {"title": "Di nuovo"}).status == 200


@pytest.mark.criterion("C-31")
def test_becoming_a_default_partner_in_the_middle_of_a_change_refuses_it(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)
    course = make_own(front, admin, partner)
    before = read_one(own_course(partner.id, course))
    for name, ask in (
        ("added", lambda: front.post(its(partner), admin, WORDS)),
        ("replaced", lambda: front.patch(its(partner, course), admin, {"title": "x"})),
    ):
        becomes(partner, "whitelabel")
        writes = getattr(own_store, name)

        def and_then(*given: Any, writes: Any = writes) -> Any:
            becomes(partner, "default")
            return writes(*given)

        monkeypatch.setattr(own_store, name, and_then)
        assert ask().code == "whitelabel-only"
    assert read_one(own_course(partner.id, course)) == before


@pytest.mark.criterion("C-01")
def test_a_suspended_partner_reads_only_and_a_closed_one_nothing(front: Front) -> None:
    for status, writing, reading in (
        ("suspended", "partner-suspended", "200"), ("closed", "partner-closed", "partner-closed"),
    ):  # fmt: skip
        partner = a_whitelabel(status=status)
        course = new_own_course_id()
        heard = asked(front, a_partner_admin(partner), its(partner), course)
        assert (heard["make"], heard["change"], heard["list"]) == (writing, writing, reading)


def test_a_repetition_answers_the_first_answer_and_makes_nothing_twice(front: Front) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)

    made = [front.post(its(partner), admin, WORDS, key="k") for _ in range(2)]
    assert made[0].json == made[1].json and made[1].headers["idempotency-replayed"] == "true"
    assert front.post(its(partner), admin, WORDS | {"title": "x"}, key="k").code == "idempotency-key-reused"
    path = its(partner, made[0].json["id"])
    changes = [front.patch(path, admin, {"status": "published"}, key="p") for _ in range(2)]
    assert changes[0].json == changes[1].json and changes[1].headers["idempotency-replayed"] == "true"
    assert len(front.all(its(partner), admin)) == 1
    becomes(partner, "default")
    assert front.post(its(partner), admin, WORDS, key="k").json == made[0].json, "what was done is answered as it was"


def test_a_change_in_between_is_kept(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)
    path = its(partner, make_own(front, admin, partner))
    replaced, times = own_store.replaced, iter([True])

    def interrupted(*given: Any) -> Any:
        if next(times, False):
            meanwhile(lambda: front.patch(path, admin, {"description": "Un'ora."}))
        return replaced(*given)

    monkeypatch.setattr(own_store, "replaced", interrupted)
    answer = front.patch(path, admin, {"title": "Benvenuti"}).json

    assert (answer["title"], answer["description"]) == ("Benvenuti", "Un'ora.")


def test_each_step_stands_in_the_audit_by_the_names_of_its_fields(front: Front) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)
    course = make_own(front, admin, partner, "published", title="Riservatissimo")

    rows = front.get(f"/v1/partners/{partner.id}/audit", admin, subject=course).json["items"]

    assert [(one["action"], one["changed"]) for one in rows] == [
        ("own_course.update", ["status"]),
        ("own_course.create", ["description", "title"]),
    ]
    assert "Riservatissimo" not in json.dumps([{**one, "subject": None} for one in rows])


GARBAGE: list[Any] = [
    {}, {"title": ""}, {"title": None}, {"title": "x" * 201}, {"title": "a\x1bb"}, {"title": "a\nb"}, {"title": ["x"]},
    {"title": "\udfff"}, {"title": "x", "description": "y" * 4001}, {"title": "x", "description": 1},
    {"title": "x", "status": "published"}, {"title": "x", "enrollment_cost": 0}, {"title": "x", "id": "crs_1"},
    {"title": "x", "partner_id": HOUSE}, {"title": "x", "assignment": {"all_partners": True}}, [], "x", 1, None,
]  # fmt: skip
CHANGES: list[Any] = [
    {}, {"title": None}, {"title": " "}, {"status": None}, {"status": "draft"}, {"status": "Published"},
    {"status": True}, {"archived": True}, {"owner": {"kind": "platform"}}, {"version": 9}, {"published_at": None},
    {"description": ""}, [], None,
]  # fmt: skip


def test_nonsense_is_refused_with_its_place_and_writes_nothing(front: Front) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)
    path = its(partner, make_own(front, admin, partner))
    before = everything()

    for body in GARBAGE:
        assert front.ask("POST", its(partner), admin, raw=json.dumps(body)).code == "invalid-request", body
    for body in CHANGES:
        assert front.ask("PATCH", path, admin, raw=json.dumps(body)).code == "invalid-request", body
    for raw in ("", "{", "\x00", "[" * 100_000):
        assert front.ask("POST", its(partner), admin, raw=raw).code == "invalid-request"
    wrong = (
        "x",
        "crs_",
        "crs_41JD0000000000000000000000",
        "crs_81JD0000000000000000000000",
        new_id("crs"),
        "%00",
        "..",
    )
    for course in (*wrong, path.rsplit("/", 1)[1].lower()):
        assert front.get(its(partner, course), admin).code == "not-found", course
        assert front.patch(its(partner, course), admin, {"title": "x"}).code == "not-found", course
    assert front.get(its(partner), admin, status="draft").code == "invalid-request", "no such filter"
    assert front.get(its(partner), admin, cursor="x").code == "cursor-invalid"
    assert front.get(its(partner), admin, limit=101).code == "invalid-request"
    assert everything() == before


def test_a_cursor_of_another_list_is_refused(front: Front) -> None:
    partner, other = a_whitelabel(), a_whitelabel("Beta")
    admin = a_partner_admin(partner, other)
    for _ in range(2):
        make_own(front, admin, partner, "published")
    cursor = front.get(its(partner), admin, limit=1).json["next_cursor"]

    assert front.get(its(other), admin, cursor=cursor).code == "cursor-invalid"
    assert front.get("/v1/courses", admin, partner_id=partner.id, cursor=cursor).code == "cursor-invalid"


def test_words_of_any_script_are_kept_as_they_are(front: Front) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)
    words = {"title": "Ämnen 安全 <b>100%</b> 🦺", "description": "Riga 1\n\nRiga 3 <script>"}

    made = front.post(its(partner), admin, words).json

    assert {name: made[name] for name in words} == words
    assert SAFETY["title"] != made["title"]
