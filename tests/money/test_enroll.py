"""Enrolling one person: paid once, exactly when the person becomes a participant."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared import keys
from shared.commit import commit, put
from shared.problems import Problem
from tests.money.scene import Scene


def refused(call: object) -> Problem:
    with pytest.raises(Problem) as caught:
        call()  # type: ignore[operator]
    return caught.value


@pytest.mark.criterion("C-12")
def test_enrolling_deducts_the_cost_once_and_writes_one_entry(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)

    answer, replayed = scene.enroll(partner, course, ada)

    assert (answer["status"], answer["cost"], answer["balance_after"], replayed) == ("enrolled", 10, 50, False)
    assert [entry.credits for entry in scene.entries(partner)] == [60, -10]
    assert scene.record(answer["id"])["entry_seq"] == 2
    assert scene.wallet(partner).available == 50


@pytest.mark.criterion("X-02")
def test_a_replay_answers_the_first_answer_even_when_the_balance_is_now_too_low(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    first, _ = scene.enroll(partner, course, ada, key="k")

    again, replayed = scene.enroll(partner, course, ada, key="k")

    assert (again, replayed) == (first, True)
    assert len(scene.entries(partner)) == 2


@pytest.mark.criterion("X-03")
def test_the_same_key_with_another_request_is_refused(scene: Scene) -> None:
    partner = scene.partner(credits=30)
    course, (ada, bob) = scene.course(10, partner), scene.contacts(partner, 2)
    scene.enroll(partner, course, ada, key="k")

    problem = refused(lambda: scene.enroll(partner, course, bob, key="k", print_="other"))

    assert problem.code == "idempotency-key-reused"
    assert scene.wallet(partner).available == 20


@pytest.mark.criterion("C-18", "C-19")
def test_too_few_credits_refuse_with_the_reason_and_change_nothing(scene: Scene) -> None:
    partner = scene.partner(credits=9)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)

    problem = refused(lambda: scene.enroll(partner, course, ada, key="k"))

    assert (problem.code, problem.members) == ("insufficient-credits", {"required": 10, "available": 9})
    assert scene.wallet(partner).balance == 9 and len(scene.entries(partner)) == 1
    scene.top_up(partner, 1)
    answer, replayed = scene.enroll(partner, course, ada, key="k")
    assert (answer["balance_after"], replayed) == (0, False), "a refused key may succeed later"


@pytest.mark.criterion("C-20", "X-06")
def test_each_alert_is_said_once_an_episode_and_armed_again_by_credits(scene: Scene) -> None:
    partner = scene.partner(credits=20, threshold=10)
    course, people = scene.course(10, partner), scene.contacts(partner, 6)

    scene.enroll(partner, course, people[0])
    assert scene.facts(partner) == ["CreditsLow"]
    scene.enroll(partner, course, people[1])
    assert scene.facts(partner) == ["CreditsExhausted"]
    refused(lambda: scene.enroll(partner, course, people[2]))
    assert scene.facts(partner) == ["CreditsNotEnough"]
    said = scene.wallet(partner)
    refused(lambda: scene.enroll(partner, course, people[3]))
    assert scene.wallet(partner) == said, "the second refusal of an episode writes nothing"

    scene.top_up(partner, 5)
    assert scene.facts(partner) == ["CreditsToppedUp"]
    refused(lambda: scene.enroll(partner, course, people[2]))
    assert scene.facts(partner) == ["CreditsNotEnough"], "credits coming in arm it again"
    scene.top_up(partner, 25)
    scene.enroll(partner, course, people[2])
    assert scene.facts(partner) == [], "20 left: above the threshold, nothing is said"
    scene.enroll(partner, course, people[3])
    assert scene.facts(partner) == ["CreditsLow"]


@pytest.mark.criterion("X-06")
def test_a_fall_from_plenty_to_nothing_says_both_low_and_exhausted(scene: Scene) -> None:
    partner = scene.partner(credits=50, threshold=10)
    course, (ada,) = scene.course(50, partner), scene.contacts(partner)

    scene.enroll(partner, course, ada)

    assert scene.facts(partner) == ["CreditsLow", "CreditsExhausted"]


@pytest.mark.criterion("C-20")
def test_a_refusal_at_a_wallet_that_never_moved_is_told_too(scene: Scene) -> None:
    partner = scene.partner()
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)

    problem = refused(lambda: scene.enroll(partner, course, ada))

    assert problem.members == {"required": 10, "available": 0}
    assert scene.facts(partner) == ["CreditsNotEnough"]
    scene.top_up(partner, 10)
    assert scene.enroll(partner, course, ada)[0]["balance_after"] == 0


@pytest.mark.criterion("X-05")
def test_who_has_an_active_enrollment_is_not_charged_again(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    first, _ = scene.enroll(partner, course, ada)

    problem = refused(lambda: scene.enroll(partner, course, ada))

    assert (problem.code, problem.members) == ("already-enrolled", {"enrollment_id": first["id"]})
    assert scene.wallet(partner).available == 50


@pytest.mark.criterion("X-05")
def test_after_an_attempt_is_over_the_next_one_costs_again(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    for attempt in (1, 2, 3):
        answer, _ = scene.enroll(partner, course, ada)
        assert answer["attempt"] == attempt
        scene.withdraw(partner, answer["id"])

    assert [entry.credits for entry in scene.entries(partner)] == [60, -10, 10, -10, 10, -10, 10]


@pytest.mark.criterion("C-37x")
def test_a_price_that_no_longer_holds_is_refused(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)

    problem = refused(lambda: scene.enroll(partner, course, ada, expected_cost=9))

    assert (problem.code, problem.members) == ("price-changed", {"cost": 10})
    assert scene.enroll(partner, course, ada, expected_cost=10)[0]["cost"] == 10


@pytest.mark.criterion("C-14", "C-15", "C-30")
def test_a_course_contact_or_organization_of_somebody_else_is_not_found(scene: Scene) -> None:
    partner, other = scene.partner(credits=60), scene.partner(credits=60)
    mine, theirs = scene.course(10, partner), scene.course(10, other)
    (ada,), (bob,) = scene.contacts(partner), scene.contacts(other)

    for course, person, more in (
        (theirs, ada, {}),
        (mine, bob, {}),
        (mine, ada, {"organization_id": scene.organization(other)}),
    ):
        assert refused(lambda c=course, p=person, m=more: scene.enroll(partner, c, p, **m)).code == "not-found"
    assert scene.wallet(partner).seq == 1 and scene.wallet(other).seq == 1


@pytest.mark.criterion("C-16", "C-23", "C-24")
def test_an_own_cost_is_charged_where_the_partner_has_one(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, (ada,) = scene.course(10, partner, own=7), scene.contacts(partner)

    assert scene.enroll(partner, course, ada)[0]["balance_after"] == 53


@pytest.mark.criterion("C-17")
def test_a_free_course_moves_no_credits_and_leaves_no_entry(scene: Scene) -> None:
    partner = scene.partner()
    course, (ada,) = scene.course(0, partner), scene.contacts(partner)

    answer, _ = scene.enroll(partner, course, ada, key="k")

    assert (answer["cost"], answer["entry_seq"]) == (0, None)
    assert scene.entries(partner) == []
    assert scene.enroll(partner, course, ada, key="k") == (answer, True)


@pytest.mark.criterion("C-02")
def test_the_house_pays_nothing_and_has_no_balance(scene: Scene) -> None:
    house = scene.partner(kind="house")
    course, (ada,) = scene.course(10), scene.contacts(house)

    answer, _ = scene.enroll(house, course, ada)

    assert (answer["cost"], answer["balance_after"]) == (0, None)


@pytest.mark.criterion("X-01")
def test_a_hundred_at_once_against_credits_for_sixty(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, people = scene.course(1, partner), scene.contacts(partner, 100)

    def enroll(person: str) -> str:
        for _ in range(40):
            try:
                scene.enroll(partner, course, person, key=f"race-{person}")
                return "enrolled"
            except Problem as problem:
                if problem.code != "busy":
                    return problem.code
        return "gave up"

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(enroll, people))

    assert outcomes.count("enrolled") == 60 and outcomes.count("insufficient-credits") == 40
    entries = scene.entries(partner)
    assert [entry.seq for entry in entries] == list(range(1, 62))
    assert sum(entry.credits for entry in entries) == scene.wallet(partner).balance == 0


@pytest.mark.criterion("X-02")
def test_twins_of_one_request_at_once_get_one_effect_and_one_answer(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: scene.enroll(partner, course, ada, key="k"), range(8)))

    assert len({str(answer) for answer, _ in answers}) == 1
    assert sum(not replayed for _, replayed in answers) == 1
    assert scene.wallet(partner).seq == 2


@pytest.mark.criterion("C-09", "C-10")
def test_one_partners_enrollment_never_changes_anothers_wallet(scene: Scene) -> None:
    partner, other = scene.partner(credits=60), scene.partner(credits=60)
    course = scene.course(10, partner, other)
    before = scene.wallet(other)

    scene.enroll(partner, course, scene.contacts(partner)[0])

    assert scene.wallet(other) == before


def test_an_archived_contact_is_not_enrolled(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    record = {"id": ada, "first_name": "Ada", "organization_ids": [], "archived": True}
    commit([put("contact", keys.contact(partner.id, ada), record, None)])

    assert refused(lambda: scene.enroll(partner, course, ada)).code == "not-found"
    answer, _ = scene.batch(partner, course, (ada,))
    assert answer["results"] == [{"contact_id": ada, "outcome": "unknown_contact", "cost": 0}]
    assert scene.wallet(partner).seq == 1
