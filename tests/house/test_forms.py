"""Forms of the pages: each says how it is sent, so that without its script no field ever ends in an address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infra.local.venvs import ROOT

TEMPLATES = sorted(path for path in ROOT.glob("functions/**/templates/**/*.html") if "<form" in path.read_text("utf-8"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_form_says_its_method_and_only_searches_stand_in_the_address(template: Path) -> None:
    for form in re.findall(r"<form\b[^>]*>", template.read_text("utf-8")):
        method = re.search(r'\bmethod="(\w+)"', form)
        assert method, form
        assert method[1] == "post" or "data-send" not in form, form
