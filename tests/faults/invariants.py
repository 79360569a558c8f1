"""What must hold after every schedule, whatever went wrong in it. One list, used by all tests of this folder.

`check_all` raises Violation with the name of the rule. The product's own verification and reconciliation are asked
too, beside a recomputation that shares no code with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from functions.wallet.reconcile import reconcile_partner
from functions.wallet.verify import verify
from shared.ids import EnrollmentKey
from tests.faults.answers import answers_are_borne_out
from tests.faults.books import Books, Moment, Record, hash_of, text_hash_of
from tests.faults.play import Played
from tests.faults.refusals import refusals_come_from_the_state

Rule = Callable[[Books], None]


class Violation(AssertionError):
    """A rule of the money was broken."""


def holds(rule: str, truth: object, *, seen: object = "") -> None:
    """Raises: Violation naming the rule unless it is so."""
    if not truth:
        raise Violation(f"{rule}: {seen}")


def check_all(played: Played, *, own_proof: bool = True) -> None:
    """Raises: Violation."""
    place = played.place
    history = [*place.history, *played.changes]
    for partner in (place.partner, place.other):
        books = Books(partner.id, played.items, history)
        for rule in RULES:
            rule(books)
    books = Books(place.partner.id, played.items, history)
    try:
        refusals_come_from_the_state(played, books, Books(place.other.id, played.items, history))
        answers_are_borne_out(played)
    except AssertionError as error:
        raise Violation(str(error)) from error
    nothing_of_the_other_changed(played)
    if own_proof:
        the_product_proves_it(place.partner.id, len(books.entries))


def chain_is_whole(books: Books) -> None:
    """Numbers without gaps, each hash over the one before, each text as it was hashed."""
    before = "0" * 64
    for number, entry in enumerate(books.entries, 1):
        holds("entries are gapless", entry["seq"] == number and entry["sk"] == f"ENTRY#{number:012d}", seen=entry)
        holds("the chain links", entry["prev_hash"] == before, seen=entry)
        holds("an entry hashes to its hash", entry["hash"] == hash_of(books.partner_id, entry), seen=entry)
        holds("its text is the hashed one", entry.get("text_hash") == text_hash_of(entry), seen=entry)
        before = entry["hash"]
    holds("the wallet's head is the last entry", books.wallet.get("head", "0" * 64) == before, seen=books.wallet)
    holds("the wallet's seq is the last entry", books.wallet.get("seq", 0) == len(books.entries), seen=books.wallet)


def balance_is_the_sum(books: Books) -> None:
    """The balance after each entry is the sum up to it, never below 0; the wallet is what they lead to."""
    balance = 0
    for entry in books.entries:
        balance += entry["credits"]
        holds("a balance is the sum of its entries", entry["balance_after"] == balance, seen=entry)
        holds("a balance is never below 0", balance >= 0, seen=entry)
        holds("nothing is held", entry["held_after"] == 0, seen=entry)
    wallet = books.wallet
    holds("the wallet is the sum", wallet.get("available", 0) + wallet.get("held", 0) == balance, seen=wallet)
    for moment in books.wallet_moments:
        holds("available was never below 0", moment.after.get("available", 0) >= 0, seen=moment)


def each_effect_has_one_receipt(books: Books) -> None:
    """Every entry belongs to one receipt and the other way round; so does every enrollment."""
    answers = [receipt["answer"] for receipt in books.receipts]
    numbers = [answer.get("seq", answer.get("entry_seq")) for answer in answers]
    claimed = sorted(number for number in numbers if number)
    holds("one receipt an entry", claimed == [entry["seq"] for entry in books.entries], seen=claimed)
    placed = sum(code.startswith("e") for answer in answers for code in answer.get("outcomes", []))
    holds("one receipt an enrollment", placed == len(books.enrollments), seen=(placed, len(books.enrollments)))


def enrolled_is_paid_once(books: Books) -> None:
    """A priced enrollment has exactly one deduction, a withdrawn one with a refund exactly one refund."""
    paid: Counter[tuple[int, str]] = Counter()
    back: Counter[str] = Counter()
    for entry in books.entries:
        for enrollment_id in _named(books.partner_id, entry):
            if entry["kind"] == "enrollment":
                paid[entry["seq"], enrollment_id] += 1
            else:
                back[enrollment_id] += 1
                refunded = [one.get("refunded") for one in books.enrollments if _id(books, one) == enrollment_id]
                holds("a refund is what was refunded", refunded == [entry["credits"]], seen=entry)
    priced = Counter((one["entry_seq"], _id(books, one)) for one in books.enrollments if one["cost"])
    holds("a priced enrollment ⇔ one deduction", priced == paid, seen=(priced, paid))
    refunds = Counter(_id(books, one) for one in books.enrollments if one.get("refunded"))
    holds("a refunded withdrawal ⇔ one refund", refunds == back, seen=(refunds, back))
    for entry in books.entries:
        if entry["kind"] == "enrollment":
            costs = [one["cost"] for one in books.enrollments if one.get("entry_seq") == entry["seq"]]
            holds("a deduction is the sum of its enrollments", sum(costs) == -entry["credits"], seen=entry)
    for one in books.enrollments:
        withdrawn = one["status"] == "withdrawn"
        holds("only the withdrawn are refunded", withdrawn == ("refunded" in one), seen=one)


def one_live_attempt(books: Books) -> None:
    """Attempts are numbered without gaps, and only the last may be active."""
    people: dict[tuple[str, str], list[Record]] = {}
    for one in books.enrollments:
        people.setdefault((one["course_id"], one["contact_id"]), []).append(one)
    for attempts in people.values():
        numbers = [one["attempt"] for one in attempts]
        holds("attempts are gapless", numbers == list(range(1, len(attempts) + 1)), seen=numbers)
        over = all(one["status"] != "enrolled" for one in attempts[:-1])
        holds("only the last attempt may be active", over, seen=attempts)


def alerts_are_said_once(books: Books) -> None:
    """Each alert once an episode, when it is due and never otherwise; never without the wallet's own shortage."""
    episode = {"CreditsLow": False, "CreditsNotEnough": False, "CreditsExhausted": False}
    topped_up = 0
    threshold = record_threshold(books)
    for moment in books.wallet_moments:
        then, now = moment.before.get("available", 0), moment.after.get("available", 0)
        moved = moment.after.get("seq", 0) != moment.before.get("seq", 0)
        facts = {fact["type"]: fact["data"] for fact in moment.new_facts}
        if now > then:
            episode["CreditsNotEnough"] = False
        episode["CreditsLow"] &= then <= threshold and not (now > then and now > threshold)
        episode["CreditsExhausted"] &= then <= 0 and now <= 0
        went_out = moved and not _came_in(books, moment)
        due = {
            "CreditsLow": went_out and threshold > 0 and now <= threshold and not episode["CreditsLow"],
            "CreditsExhausted": went_out and now <= 0 and not episode["CreditsExhausted"],
        }
        for kind, is_due in due.items():
            holds(f"{kind} is said when due, once", (kind in facts) == is_due, seen=(moment, episode))
        if short := facts.get("CreditsNotEnough"):
            holds("CreditsNotEnough once an episode", not episode["CreditsNotEnough"], seen=moment)
            holds("CreditsNotEnough only when they do not suffice", now < short["required"], seen=moment)
        topped_up += "CreditsToppedUp" in facts
        for kind in episode:
            episode[kind] |= kind in facts
    entries = sum(entry["kind"] == "top_up" for entry in books.entries)
    holds("every top-up is told once", topped_up == entries, seen=(topped_up, entries))


def record_threshold(books: Books) -> int:
    """The partner's threshold."""
    item = books.items[("portal", f"PARTNER#{books.partner_id}", "PARTNER")]
    return int(item["low_credit_threshold"]["N"])


def _came_in(books: Books, moment: Moment) -> bool:
    return bool(books.entries[moment.after["seq"] - 1]["credits"] > 0)


def nothing_of_the_other_changed(played: Played) -> None:
    """With nobody asking at Beta not a byte of it changes; who asks there alone gets it, whatever happens at Alfa."""
    other = played.place.other.id
    asked_there = [one for one in played.asked if one.client.order.of_other]
    if not asked_there:
        before = {at: item for at, item in played.before.items() if other in at[1]}
        after = {at: item for at, item in played.items.items() if other in at[1]}
        holds("nothing of the other partner changes", before == after, seen=set(after) - set(before))
    if len(asked_there) == 1:
        holds("the other partner gets what it can pay", asked_there[0].accepted, seen=asked_there[0])


def the_product_proves_it(partner_id: str, entries: int) -> None:
    """Its own verification and reconciliation find nothing."""
    proof = verify(partner_id)
    holds("verification holds", proof["ok"] and proof["entries"] == entries, seen=proof)
    differences = reconcile_partner(partner_id, whole=True)
    holds("the books agree", differences == [], seen=differences)


def _named(partner_id: str, entry: Record) -> Iterable[str]:
    paid_for = entry.get("paid_for") or {"people": []}
    return [EnrollmentKey(partner_id, paid_for["course_id"], who, attempt).id for who, attempt in paid_for["people"]]


def _id(books: Books, one: Record) -> str:
    return EnrollmentKey(books.partner_id, one["course_id"], one["contact_id"], one["attempt"]).id


RULES: tuple[Rule, ...] = (
    chain_is_whole,
    balance_is_the_sum,
    each_effect_has_one_receipt,
    enrolled_is_paid_once,
    one_live_attempt,
    alerts_are_said_once,
)
