"""Numbers, credits, money and times as a reader's language and place write them; the filters of all templates.

Credits and numbers are whole; money comes in minor units with its currency; times are RFC 3339 in UTC and shown in
the time zone of the place the page is about, which is set for one rendering by `in_zone`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from markupsafe import Markup, escape

from shared.language import catalogue

_zone: ContextVar[str] = ContextVar("time zone of the page", default="UTC")
_count: ContextVar[Iterator[int]] = ContextVar("numbers of the page's fields")
MINUS = "\N{MINUS SIGN}"


@contextmanager
def in_zone(time_zone: str) -> Iterator[None]:
    """While a page is rendered: its time zone, and numbers for its fields from 1 on."""
    zone, count = _zone.set(time_zone), _count.set(iter(range(1, 100_000)))
    try:
        yield
    finally:
        _zone.reset(zone)
        _count.reset(count)


def next_number() -> int:
    """A number that no other field of this page has, for its id."""
    return next(_count.get())


def number(value: int, language: str) -> str:
    """A whole number with the language's separators: 1,234 or 1.234."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=language).replace("-", MINUS)


def signed(value: int, language: str) -> str:
    """A movement: +60, −10, 0."""
    return f"+{number(value, language)}" if value > 0 else number(value, language)


def credits(value: int, language: str) -> str:
    """So many credits, in words: `1,234 credits`."""
    told = catalogue(language).ngettext("%(number)s credit", "%(number)s credits", value)
    return told % {"number": number(value, language)}


def percent(value: float, language: str) -> str:
    """A share between 0 and 1 as whole percent."""
    from babel.numbers import format_percent

    return format_percent(value, locale=language)


def money(minor: int, currency: str, language: str) -> str:
    """An amount in the currency's minor unit: 12345 EUR is €123.45."""
    from babel.numbers import format_currency, get_currency_precision

    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return format_currency(amount, currency, locale=language)


def day(at: str | date | None, language: str) -> Markup | str:
    """The date of a moment in the page's zone, or a plain date: `3 Oct 2026`; a dash for none."""
    if not at:
        return "–"
    there = _there(at)
    return Markup(f'<time datetime="{there.isoformat()}">{escape(_date(there, language))}</time>')


def moment(at: str | datetime | None, language: str) -> Markup | str:
    """Date and time of day in the page's zone: `3 Oct 2026, 14:05`; a dash for none."""
    from babel.dates import format_time

    if not at:
        return "–"
    stamp = datetime.fromisoformat(at) if isinstance(at, str) else at
    there = stamp.astimezone(_tz())
    told = f"{_date(there.date(), language)}, {format_time(there, 'HH:mm')}"
    return Markup('<time datetime="{}">{}</time>').format(stamp.astimezone(UTC).isoformat(timespec="seconds"), told)


@lru_cache(4096)
def _date(there: date, language: str) -> str:
    """A calendar day in words; a list names few of them, and each took as long as the rest of its row."""
    from babel.dates import format_date

    return format_date(there, _DAY.get(language, "medium"), locale=language)


_DAY = {"en": "d MMM y", "it": "d MMM y"}


def _there(at: str | date) -> date:
    """The calendar day of a moment in the page's zone; a date stays itself."""
    if isinstance(at, str):
        if len(at) == 10:
            return date.fromisoformat(at)
        at = datetime.fromisoformat(at)
    return at.astimezone(_tz()).date() if isinstance(at, datetime) else at


def _tz() -> Any:
    from babel.dates import get_timezone

    return get_timezone(_zone.get())


def dashed(attributes: dict[str, Any]) -> dict[str, Any]:
    """Names of a macro's further arguments as attributes: `data_send` is `data-send`; False and None are left out."""
    return {
        name.rstrip("_").replace("_", "-"): "" if value is True else value
        for name, value in attributes.items()
        if value is not None and value is not False
    }


def split_address(email: str) -> Markup:
    """An e-mail address that is broken before its sign or a dot of its domain, not in a word, where room is scarce."""
    name, at, domain = email.rpartition("@")
    if not name:
        return escape(email)
    return Markup(f"{escape(name)}<wbr>{at}{str(escape(domain)).replace('.', '<wbr>.')}")


def name_of(record: Mapping[str, Any]) -> str:
    """What somebody is called, by their record as a person or as a contact."""
    return " ".join(word for word in (record.get("first_name"), record.get("last_name")) if word)


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """The filters by name, in this language."""
    told: tuple[Callable[..., Any], ...] = (number, signed, credits, percent, money, day, moment)
    of_no_language = {one.__name__: one for one in (dashed, initials, split_address)}
    return {one.__name__: partial(one, language=language) for one in told} | of_no_language
