"""Two commands on one wallet in every order of their calls: without a fault, and with one at each place.

The orders are walked depth first (`Walk`), so none is left out and none comes twice. `make test-faults` walks every
pair with every kind of fault at every call; `make test` every pair without faults, and twins with torn reads. Two that
a fault sends to the line at the wallet make so many calls that their orders are without number: of those with a fault
the first hundred are walked, which is all of them for most, and fifty more are drawn from a seed.
Faults that are the same to whoever calls stand for each other: all that fail before anything is done (a throttle, a
reset, a 500), and all that lose the answer of what is done.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator

import pytest

from tests.faults.conftest import EVERYTHING, judge
from tests.faults.play import Client, Played, Player, Schedule
from tests.faults.scheduler import Walk
from tests.faults.world import Order, batch, deduct, enroll, give_back, top_up
from tests.faults.world import judge as set_result

AVAILABLE = 10
"""Credits in the wallet: enough for one of most pairs."""
KINDS: dict[str, Callable[[], Order]] = {
    "top_up": lambda: top_up(10),
    "deduct": lambda: deduct(10),
    "enroll": lambda: enroll(2),
    "enroll_again": lambda: enroll(1),
    "batch": lambda: batch(2, 3),
    "batch_whole": lambda: batch(2, whole=True),
    "withdraw": lambda: give_back(0),
    "free": lambda: enroll(2, free=True),
    "result": lambda: set_result(0, "passed"),
}
PAIRS = [*itertools.combinations_with_replacement(KINDS, 2)]
TWINS = [(kind, kind, "twins") for kind in KINDS if kind != "result"]
CALLS = ("failed_before", "dies_before", "dies_after", "conflicted_and_refused", "lost", "lost_for_long", "delayed")
TEARS = ("receipt_first",)
WALKED, DRAWN, CHOICES = 100, 50, 60
"""Orders that are walked and then drawn of two with a fault, and choices of a drawn one; what follows goes in turn."""


def every_order(player: Player, clients: tuple[Client, ...], plan: dict[tuple[str, int], str]) -> Iterator[Played]:
    """Each order of these two, played and judged; with a fault as many as are walked and drawn."""
    names = " and ".join(client.order.name for client in clients)
    schedule = Schedule(AVAILABLE, AVAILABLE // 2, clients, plan)
    drawing = random.Random(f"{names} {plan}")
    prefix: list[int] = []
    for number in itertools.count(1):
        walk = Walk(prefix)
        again = f"make test-faults PYTEST='-k every_order' ({names} with {plan}, order {prefix})"
        yield judge(player, schedule, walk, random.Random(7), again, own_proof=False)
        following = walk.next_prefix()
        if following is None or (plan and number == WALKED + DRAWN):
            return
        prefix = following
        if plan and number >= WALKED:
            prefix = [drawing.randrange(2) for _ in range(CHOICES)]


def walked(player: Player, first: str, second: str, keys: tuple[str, str], kinds: tuple[str, ...]) -> int:
    """Walk a pair without a fault and with each of these at each place; how many orders that were."""
    clients = (Client("c0", KINDS[first](), keys[0]), Client("c1", KINDS[second](), keys[1]))
    number, most = 0, {"c0": 0, "c1": 0}
    for played in every_order(player, clients, {}):
        number += 1
        for name in most:
            most[name] = max(most[name], sum(line.startswith(f"{name}:") for line in played.trace))
    struck = ["c0"] if (first, keys[0]) == (second, keys[1]) else list(most)  # twins: what c1 meets, c0 meets as well
    for name, kind in itertools.product(struck, kinds):
        for place in range(1, most[name] + 1):
            for played in every_order(player, clients, {(name, place): kind}):
                number += 1
                if not played.struck:
                    break
    return number


@pytest.mark.criterion("X-02", "C-18")
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_commands_in_every_order(playing: Player, first: str, second: str) -> None:
    kinds = CALLS + TEARS if EVERYTHING else ()

    number = walked(playing, first, second, ("k0", "k1"), kinds)

    assert number >= 6, "two calls each have at least six orders"
    print(f"{first} and {second}: {number} orders")


@pytest.mark.criterion("X-02")
@pytest.mark.parametrize(("first", "second", "_"), TWINS)
def test_the_same_request_twice_at_once_in_every_order(playing: Player, first: str, second: str, _: str) -> None:
    kinds = CALLS + TEARS if EVERYTHING else TEARS

    number = walked(playing, first, second, ("k", "k"), kinds)

    assert number >= 6
    print(f"twins of {first}: {number} orders")
