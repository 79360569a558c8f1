"""Which errands of those who wait one request runs beside its own."""

from __future__ import annotations

from typing import Any

from functions.enroll.errand import Errand, fellows, moves
from functions.enroll.plan import Standing, whole
from functions.enroll.standing import Terms
from functions.wallet.receipt import Command
from functions.wallet.wallet import Wallet
from shared.commit import ITEMS_A_TRANSACTION
from shared.partner import Partner

PARTNER = Partner("prt_1", "Alfa", "default", "active", 5, "it", "Europe/Rome")


def errand(
    who: str, key: str | None = None, attempt: int = 1, cost: int = 1, organization: str | None = None
) -> Errand:
    command = Command(PARTNER, "per_1", key or f"key of {who}", "print", "2026-11-22T09:00:00.000Z")
    terms = Terms("crs_1", (who,), organization)
    return Errand(command, terms, whole([Standing(who, attempt=attempt)]), cost)


def asked(*errands: Errand) -> dict[str, list[Any]]:
    return {f"ask {number:03}": one.asked() for number, one in enumerate(errands)}


def test_an_errand_is_told_to_others_and_back() -> None:
    mine = errand("con_1", organization="org_1", attempt=3, cost=7)

    again = Errand.of(PARTNER, "ask", mine.asked())

    assert (again.command, again.part, again.cost, again.ask) == (mine.command, mine.part, 7, "ask")
    assert (again.terms.organization_id, again.terms.batch_id, again.size) == ("org_1", None, 4)


def test_as_many_are_taken_along_as_one_transaction_holds() -> None:
    many = asked(*(errand(f"con_{number}", attempt=1 + number % 2) for number in range(40)))

    taken = fellows(errand("con_me"), many, available=1000)

    writes = 1 + errand("con_me").size + sum(one.size for one in taken)
    assert ITEMS_A_TRANSACTION - 4 < writes <= ITEMS_A_TRANSACTION


def test_nobody_is_placed_twice_nor_a_key_used_twice() -> None:
    company = asked(
        errand("con_me", key="k"), errand("con_1", key="l"), errand("con_1", key="m"), errand("con_2", key="l")
    )

    taken = fellows(errand("con_me", key="mine"), company, available=1000)

    assert [(one.command.key, one.terms.contact_ids) for one in taken] == [("l", ("con_1",))]


def test_one_who_costs_too_much_does_not_keep_the_others() -> None:
    taken = fellows(errand("con_me"), asked(errand("con_1", cost=9), errand("con_2", cost=2)), available=3)

    assert [one.terms.contact_ids for one in taken] == [("con_2",)]


def test_their_movements_follow_one_another_and_say_each_alert_once() -> None:
    done = moves(Wallet("prt_1", available=6, seq=4), [errand("con_1", cost=2), errand("con_2", cost=4)])

    assert [(one.entry.seq, one.entry.balance_after) for one in done] == [(5, 4), (6, 0)]
    assert done[1].entry.prev_hash == done[0].entry.hash == done[1].before.head
    assert [type(fact).__name__ for one in done for fact in one.facts] == ["CreditsLow", "CreditsExhausted"]
