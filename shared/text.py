"""Text from outside: normalised to NFC, trimmed, bounded, free of control characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from shared.language import mark as _

_SPACES = re.compile(r"[^\S\n]+")
_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


def _clean(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    bad = next((c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cs", "Cn", "Co", "Zl", "Zp")), None)
    bad = bad or next((c for c in text if c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"), None)
    if bad:
        raise ValueError(_("holds a control character"))
    return _SPACES.sub(" ", text)


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError(_("must be one line"))
    return text


def _no_address(text: str) -> str:
    """Names stand in mails to strangers: nobody writes them a link, nor markup."""
    if any(sign in text for sign in "/<>") or "www." in text.casefold():
        raise ValueError(_("is not a name: it holds a web address or markup"))
    return text


def _email(text: str) -> str:
    email = text.lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email) or ".." in email or email[0] == "." or ".@" in email:
        raise ValueError(_("is not an e-mail address"))
    return email


_ADDRESS = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
    r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?(?:#[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)


def _web_address(text: str) -> str:
    scheme, separator, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    address = f"{scheme.lower()}{separator}{host.lower()}{slash}{path}"
    if not _ADDRESS.fullmatch(address):
        raise ValueError(_("is not the address of a web page that begins with https://"))
    return address


Line = Annotated[
    str,
    BeforeValidator(_clean),
    AfterValidator(_one_line),
    StringConstraints(strict=True, min_length=1, max_length=200),
]
"""One line of 1 to 200 characters."""
PersonName = Annotated[Line, AfterValidator(_no_address)]
"""A first or last name of somebody who signs in: a line that holds no web address."""
Paragraphs = Annotated[str, BeforeValidator(_clean), StringConstraints(strict=True, min_length=1, max_length=4000)]
"""Up to 4,000 characters, line feeds allowed."""
Reason = Annotated[
    str,
    BeforeValidator(_clean),
    AfterValidator(_one_line),
    StringConstraints(strict=True, min_length=1, max_length=300),
]
"""Why credits moved: one line of 1 to 300 characters (an entry stays within one write unit)."""
Email = Annotated[str, BeforeValidator(_clean), AfterValidator(_email), StringConstraints(strict=True, max_length=254)]
"""An e-mail address, lower case; internationalised domains in their ASCII form."""
WebAddress = Annotated[
    str, BeforeValidator(_clean), AfterValidator(_web_address), StringConstraints(strict=True, max_length=300)
]
"""A page elsewhere: https, a host name with a dot, neither user nor port."""
Credits = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]
"""A whole, positive number of credits."""
Cost = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
"""A price in whole credits; 0 is free."""
