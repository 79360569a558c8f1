"""The contract of the API, generated from the code into `infra/openapi/portico.json` (OpenAPI 3.1).

`python -m infra.generate_openapi` writes it, `--check` changes nothing and ends with 1 when it differs from the code.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

PLACE = Path(__file__).resolve().parents[1] / "infra" / "openapi" / "portico.json"


def text() -> str:
    """The document as it is committed."""
    from functions.portal_api.app import make_app
    from functions.portal_api.web.openapi import document

    return json.dumps(document(make_app()), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """Write the document, or with `--check` only say whether it is as the code has it."""
    if "--check" in arguments:
        if PLACE.exists() and PLACE.read_text() == text():
            return 0
        print(f"{PLACE.name} differs from the code: run python -m infra.generate_openapi", file=sys.stderr)
        return 1
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_text(text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
