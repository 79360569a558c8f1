"""An accepted key has one effect and the same answer for ever: what the answer says is what stands in the books."""

from __future__ import annotations

from typing import Any

from shared.ids import EnrollmentKey
from shared.problems import Problem
from tests.faults.books import Books, Record
from tests.faults.play import Asked, Played


def answers_are_borne_out(played: Played) -> None:
    """Every accepted command, asked once more when all is over, answers the same; the books say what it says.

    Raises: AssertionError.
    """
    place = played.place
    for asked in played.asked:
        order = asked.client.order
        partner = place.other if order.of_other else place.partner
        books = Books(partner.id, played.items, ())
        if not asked.accepted:
            continue
        if order.name.startswith("result"):
            continue  # its receipt is of the caller, see the state machine
        try:
            again = order.ask(place, asked.client.key)
        except Problem as problem:
            raise AssertionError(f"accepted, then {problem.code}: {asked}") from problem
        assert again == asked.answer, f"another answer to the same key: {again} {asked}"
        _is_so(books, asked.answer, asked)


def _is_so(books: Books, answer: Record, asked: Asked) -> None:
    entries = {entry["seq"]: entry for entry in books.entries}
    if "kind" in answer:
        entry = entries[answer["seq"]]
        said = ("kind", "credits", "balance_after", "at")
        assert all(entry[name] == answer[name] for name in said), f"{entry} is not {asked}"
        return
    for enrollment_id in _placed(answer):
        stands = _enrollment(books, enrollment_id)
        assert stands is not None, f"not there: {asked}"
        if stands["cost"]:
            assert stands["entry_seq"] in entries, f"not paid: {asked}"
    if answer.get("entry_seq"):
        entry = entries[answer["entry_seq"]]
        moved = -answer["cost"] if "cost" in answer else answer["refund"]
        assert (entry["credits"], entry["balance_after"]) == (moved, answer["balance_after"]), f"{entry} {asked}"
    if "results" in answer:
        charged = sum(result["cost"] for result in answer["results"])
        seqs = {(_enrollment(books, one) or {}).get("entry_seq") for one in _placed(answer)}
        paid = -sum(entries[seq]["credits"] for seq in seqs if seq)
        assert answer["cost"] == charged == paid, f"charged {charged}, paid {paid}: {asked}"


def _placed(answer: Record) -> list[str]:
    if "results" in answer:
        return [one["enrollment_id"] for one in answer["results"] if one["outcome"] == "enrolled"]
    return [answer["id"]]


def _enrollment(books: Books, enrollment_id: str) -> Record | None:
    key = EnrollmentKey.from_id(enrollment_id)
    assert key
    wanted: Any = (key.course_id, key.contact_id, key.attempt)
    return next((e for e in books.enrollments if (e["course_id"], e["contact_id"], e["attempt"]) == wanted), None)
