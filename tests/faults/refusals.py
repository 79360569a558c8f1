"""A refusal follows from the state alone: what it says was so at some moment while it was asked.

Contention, a throttle, a lost answer or a death is never "insufficient credits", and never any other refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from shared.ids import EnrollmentKey
from tests.faults.books import Books, Record, during
from tests.faults.play import Asked, Played


def refusals_come_from_the_state(played: Played, books: Books, others: Books) -> None:
    """Raises: AssertionError for a refusal that nothing accounts for."""
    for asked in played.asked:
        assert asked.answer or asked.problem, f"never answered: {asked}"
        theirs = others if asked.client.order.of_other else books
        if asked.answer:
            _short_in_a_batch(played, asked, theirs)
            continue
        problem = asked.problem
        assert problem is not None and problem.code != "busy", f"busy when nothing fails any more: {asked}"
        judge = _JUDGES.get(problem.code)
        assert judge, f"nobody expects {problem.code}: {asked}"
        assert judge(played, asked, theirs, problem.members), f"{problem.code} without a cause: {asked}"
    _one_answer(played)
    _busy_only_in_an_outage(played)


def _one_answer(played: Played) -> None:
    """Twins that were accepted have one answer between them."""
    for asked in played.asked:
        for twin in played.asked:
            if _request(asked) == _request(twin) and asked.accepted and twin.accepted:
                assert twin.answer == asked.answer, f"two answers to one key: {asked} {twin}"


def _busy_only_in_an_outage(played: Played) -> None:
    assert "outage" in played.struck or not any(asked.busy for asked in played.asked), "busy without an outage"


def _request(asked: Asked) -> tuple[str, str, bool]:
    order = asked.client.order
    return asked.client.key, order.print_ or order.name, order.of_other


def _span(played: Played, asked: Asked) -> tuple[int, int]:
    """The steps in which the cause of an answer must lie.

    Of an accepted one: from when the first with this key asked to when the last was answered. Of a refused one: while
    it was asked, and before this very request was done by a twin: nobody is refused for what they did themselves.
    """
    if asked.accepted:
        twins = [one for one in played.asked if _request(one) == _request(asked)]
        return min(one.begun for one in twins), max(one.ended for one in twins)
    done = _done_at(played, asked)
    if done is None:
        return asked.begun, asked.ended
    assert asked.begun < done, f"refused after it was done: {asked}"
    return asked.begun, min(asked.ended, done - 1)


def _done_at(played: Played, asked: Asked) -> int | None:
    """The step that left the receipt of this request; None when none did."""
    key, print_, _ = _request(asked)
    for change in played.changes:
        after = change.after or {}
        is_receipt = after.get("pk", {}).get("S", "").startswith("RECEIPT#") and after["pk"]["S"].endswith(f"#{key}")
        if is_receipt and after["fingerprint"]["S"] == print_:
            return change.step
    return None


def _credits_lacked(played: Played, asked: Asked, books: Books, said: dict[str, Any]) -> bool:
    """The wallet held just what the refusal says, less than the price; and for enrollments it was told."""
    price = asked.client.order.price
    states = during(books.wallet_moments, *_span(played, asked))
    lacked = any(state.get("available", 0) == said["available"] < said["required"] == price for state in states)
    if asked.client.order.name.startswith("deduct"):
        return lacked
    sums = [state.get("available", 0) for state in states]
    came_in = any(later > earlier for earlier, later in pairwise(sums))
    return lacked and (came_in or any(state.get("not_enough_said") for state in states))


def _short_in_a_batch(played: Played, asked: Asked, books: Books) -> None:
    """Who was left out of a batch for lack of credits was left out because they lacked."""
    results = asked.answer.get("results", []) if isinstance(asked.answer, dict) else []
    if not any(result["outcome"] == "insufficient_credits" for result in results):
        return
    states = during(books.wallet_moments, *_span(played, asked))
    lacked = any(state.get("available", 0) < asked.client.order.price for state in states)
    assert lacked, f"left out with credits left: {asked}"


def _was_active(played: Played, asked: Asked, books: Books, said: dict[str, Any]) -> bool:
    return _active_at(played, asked, books, said["enrollment_id"])


def _some_were_active(played: Played, asked: Asked, books: Books, said: dict[str, Any]) -> bool:
    ids = [one["enrollment_id"] for one in said["results"] if one["outcome"] == "already_enrolled"]
    others = [one for one in said["results"] if one["outcome"] != "already_enrolled"]
    return bool(ids) and not others and all(_active_at(played, asked, books, one) for one in ids)


def _active_at(played: Played, asked: Asked, books: Books, enrollment_id: str) -> bool:
    return any(state.get("status") == "enrolled" for state in _states(played, asked, books, enrollment_id))


def _states(played: Played, asked: Asked, books: Books, enrollment_id: str) -> Sequence[Record]:
    """How this enrollment stood while it was asked."""
    key = EnrollmentKey.from_id(enrollment_id)
    assert key
    moments = [
        moment for moment in books.moments_of(key.course_id, key.contact_id) if moment.after["attempt"] == key.attempt
    ]
    return during(moments, *_span(played, asked))


def _subject(played: Played, asked: Asked) -> str:
    """The id of the enrollment that a withdrawal or a result was about."""
    person, _, attempt = asked.client.order.name.split()[1].partition(".")
    return played.place.enrollment(int(person), int(attempt or 1)).id


def _was_over(played: Played, asked: Asked, books: Books, said: dict[str, Any]) -> bool:
    states = _states(played, asked, books, _subject(played, asked))
    return any(state.get("status") == said["enrollment_status"] != "enrolled" for state in states)


def _was_not_there(played: Played, asked: Asked, books: Books, _: dict[str, Any]) -> bool:
    return any(not state for state in _states(played, asked, books, _subject(played, asked)))


def _key_is_shared(played: Played, asked: Asked, *_: Any) -> bool:
    return len({_request(one) for one in played.asked if one.client.key == asked.client.key}) > 1


def _has_a_newer(played: Played, asked: Asked, books: Books, said: dict[str, Any]) -> bool:
    return any(_states(played, asked, books, said["enrollment_id"]))


_JUDGES: dict[str, Callable[[Played, Asked, Books, dict[str, Any]], bool]] = {
    "insufficient-credits": _credits_lacked,
    "already-enrolled": _was_active,
    "batch-refused": _some_were_active,
    "already-over": _was_over,
    "not-found": _was_not_there,
    "newer-attempt": _has_a_newer,
    "idempotency-key-reused": _key_is_shared,
}
