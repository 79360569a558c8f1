"""CAPACITY.md: what requests take beside the least they could, the price of a million enrollments, the limits.

`python -m infra.generate_capacity` writes it from `infra/capacity/` (measured.json, least.txt, prices.toml,
assumed.toml), `--check` changes nothing and ends with 1 when it differs. measured.json itself comes of `make capacity`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jinja2

from infra.capacity.cost import AT_MOST, AT_MOST_WITH_ALL, REGION, assumed, listed, price
from infra.capacity.least import REASONS, Least, least
from infra.capacity.limits import limits

HERE = Path(__file__).parent
PLACE = HERE / "CAPACITY.md"
FIGURES = ("waits", "reads", "writes", "index_writes")
ENROLLMENT = "POST /v1/partners/{partner_id}/enrollments"
WAYS = {
    "by token, through an organization": f"{ENROLLMENT} | at a default partner",
    "the same under a partner's own name": ENROLLMENT,
    "in a browser under a partner's own name, personal": f"{ENROLLMENT} | by browser",
}
USUAL = next(iter(WAYS))
Measured = dict[str, dict[str, dict[str, Any]]]


def measured() -> Measured:
    """As it was weighed last."""
    found: Measured = json.loads((HERE / "capacity" / "measured.json").read_text())
    return found


def mistakes(rows: Measured, lines: dict[str, Least]) -> list[str]:
    """What is measured and has no line, a line of nothing, an excess without its reason, a reason for nothing."""
    weighed = {name: row for kind in rows.values() for name, row in kind.items()}
    found = [
        f"infra/capacity/least.txt has no line for {name}, which touched: {weighed[name]['touched']}"
        for name in weighed.keys() - lines.keys()
    ]
    found += [
        f"infra/capacity/least.txt speaks of {name}, which is not measured" for name in lines.keys() - weighed.keys()
    ]
    for name in weighed.keys() & lines.keys():
        more, line = excess(weighed[name], lines[name]), lines[name]
        found += [f"{name}: fewer {what} than the least" for what, by in more.items() if by < 0]
        found += [
            f"{name}: {by:g} more {what}, and no reason"
            for what, by in more.items()
            if by > 0 and what not in line.explained
        ]
        idle = [letter for letter in line.why if not any(more[what] for what in REASONS[letter][0])]
        found += [f"{name}: nothing for reason {letter} to explain" for letter in idle]
    return sorted(found)


def excess(row: dict[str, Any], line: Least) -> dict[str, float]:
    """By how much a row takes more than its least, by figure."""
    units = line.units
    by = {"waits": line.waits, "reads": units.reads, "writes": units.writes, "index_writes": units.index_writes}
    return {what: row[what] - by[what] for what in FIGURES}


def text() -> str:
    """The page. Raises: ValueError with what is wrong with the figures."""
    rows, lines = measured(), least()
    if wrong := mistakes(rows, lines):
        raise ValueError("\n".join(wrong))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "capacity"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown, and all of it our own
    )
    prices = listed()
    regions = [name for name, one in prices.items() if isinstance(one, dict)]
    enrollment = rows["commands"][WAYS[USUAL]]
    return environment.get_template("CAPACITY.md.jinja").render(
        rows=rows,
        lines=lines,
        reasons={letter: said for letter, (_, said) in REASONS.items()},
        prices=prices,
        regions=regions,
        region=REGION,
        at_most=(AT_MOST, AT_MOST_WITH_ALL),
        assumed=assumed(),
        ways={way: {one: price(rows["commands"][name], one) for one in regions} for way, name in WAYS.items()},
        by_time={ms: price(enrollment, REGION, ms) for ms in (40, 50, 60, 80, 100)},
        takes={way: rows["commands"][name] for way, name in WAYS.items()},
        usual=USUAL,
        limits=limits(rows["commands"]),
    )


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare; 1 when it differs or a row is not explained."""
    try:
        wanted = text()
    except ValueError as error:
        print(error)
        return 1
    if "--check" in arguments:
        if not PLACE.exists() or PLACE.read_text() != wanted:
            print("infra/CAPACITY.md is not up to date: run python -m infra.generate_capacity")
            return 1
        return 0
    PLACE.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
