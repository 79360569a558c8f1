"""An organization: a customer company of one partner. A VAT number, when given, is its alone at that partner."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from functions.portal_api.search import Token, tokens
from shared.language import mark as _
from shared.requests import Body
from shared.text import Line

SEARCHED = ("name",)
"""Fields that search looks in."""
_PHONE = re.compile(r"\+?[0-9 ()./-]{3,30}")


def _vat_number(text: str) -> str:
    number = re.sub(r"[\s.-]", "", text).upper()
    if not re.fullmatch(r"[A-Z0-9]{4,20}", number, re.ASCII):
        raise ValueError(_("must have 4 to 20 letters and digits"))
    return number


def _phone(text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise ValueError(_("may only hold digits, spaces and + ( ) . / -"))
    return text


VatNumber = Annotated[Line, AfterValidator(_vat_number)]
"""A VAT number without spaces and dots, in capitals: two that differ in those only are the same."""
Phone = Annotated[Line, AfterValidator(_phone)]
Country = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""


class Address(Body):
    """Where an organization is; its billing address stands apart from it. At least one field."""

    street: Line | None = None
    postal_code: Line | None = None
    city: Line | None = None
    province: Line | None = None
    country: Country | None = None

    @model_validator(mode="after")
    def _something(self) -> Address:
        if not self.model_dump(exclude_none=True):
            raise ValueError(_("must name at least one thing"))
        return self


class Organization(BaseModel):
    """Its record, and its shape in the API; times RFC 3339."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    vat_number: str | None = None
    email: str | None = None
    phone: str | None = None
    address: Address | None = None
    language: Literal["en", "it"] | None = None
    created_at: str
    version: int = Field(default=1, exclude=True)

    @classmethod
    def of(cls, item: dict[str, Any]) -> Organization:
        """From its item in the Portal table."""
        return cls(**{name: item[name] for name in cls.model_fields if name in item})

    def stored(self) -> dict[str, Any]:
        """Its attributes as they are written; None where there is none."""
        address = self.address.model_dump(exclude_none=True) if self.address else None
        return self.model_dump() | {"address": address}

    def changed(self, given: dict[str, Any]) -> Organization:
        """With these fields changed; an address is replaced whole."""
        return type(self)(**{name: getattr(self, name) for name in type(self).model_fields} | given)

    def tokens(self) -> list[Token]:
        """What search finds it by."""
        return tokens({field: getattr(self, field) for field in SEARCHED})

    def view(self) -> dict[str, Any]:
        """How the API shows it."""
        return self.model_dump()
