"""What a million enrollments cost beside the least they could, at list prices; nothing is timed.

From the units that `make capacity` weighed and the least that the rules allow; `infra/CAPACITY.md` tells it line by
line and for other regions.
"""

from __future__ import annotations

from infra.capacity.cost import AT_MOST, AT_MOST_WITH_ALL, REGION, listed, price
from infra.capacity.least import least
from infra.generate_capacity import WAYS, measured


def report() -> str:
    """The table."""
    commands, lines = measured()["commands"], least()
    head = "| one enrollment | US$ a million | target | with everything | target | × the least, units of DynamoDB |"
    rows = [head, "|---|---|---|---|---|---|"]
    for way, name in WAYS.items():
        units, its = lines[name].units, price(commands[name], REGION)
        least_row = {"reads": units.reads, "writes": units.writes, "index_writes": units.index_writes}
        ratio = _of_dynamodb(its.direct) / _of_dynamodb(price(least_row, REGION).direct)
        told = (f"{its.total:.2f}", _beside(its.total, AT_MOST), f"{its.with_all:.2f}")
        rows.append(f"| {way} | {' | '.join(told)} | {_beside(its.with_all, AT_MOST_WITH_ALL)} | {ratio:.2f} |")
    prices = listed()
    where = f"List prices of {prices[REGION]['name']}, {prices['date']}; more in `infra/CAPACITY.md`."
    return "\n".join([*rows, "", where])


def _of_dynamodb(direct: dict[str, float]) -> float:
    return direct["writes of tables"] + direct["reads"]


def _beside(dollars: float, most: float) -> str:
    return f"≤ {most:g} {'✓' if dollars <= most else '✗'}"
