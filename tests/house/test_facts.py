"""Every fact has a schema, a sample and a decision about its mail; every mail is whole and in both languages."""

from __future__ import annotations

import json

import jsonschema  # type: ignore[import-untyped]
import pytest

from functions.notify.decisions import MAILS, Mail
from functions.notify.fact import Stated
from functions.notify.render import FOLDERS, PARTS
from infra import generate_events
from shared.events import FACTS

MAILED = {mail.name for mail in MAILS.values() if isinstance(mail, Mail)}


def test_the_contract_of_the_bus_is_what_the_code_says() -> None:
    standing = {path.name: path.read_text() for path in generate_events.PLACE.glob("*.json")}

    assert standing == generate_events.generated(), "run python -m infra.generate_events"


@pytest.mark.parametrize("name", FACTS)
def test_a_sample_keeps_the_schema_and_is_a_fact(name: str) -> None:
    schema = json.loads((generate_events.PLACE / f"{name}.schema.json").read_text())
    sample = json.loads((generate_events.PLACE / f"{name}.sample.json").read_text())

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(sample, schema, cls=jsonschema.Draft202012Validator)
    assert Stated.of(sample["detail"]).type == name


def test_every_fact_has_a_mail_or_a_sentence_why_not() -> None:
    assert MAILS.keys() == FACTS.keys()
    reasons = [reason for reason in MAILS.values() if isinstance(reason, str)]
    assert all(reason.endswith(".") and " " in reason for reason in reasons)


def test_every_mail_has_its_folder_and_every_folder_its_mail() -> None:
    assert {path.name for path in FOLDERS.iterdir() if path.is_dir()} == MAILED


@pytest.mark.parametrize("mail", sorted(MAILED))
def test_a_mail_has_its_three_parts(mail: str) -> None:
    assert {path.name for path in (FOLDERS / mail).iterdir()} >= set(PARTS)


def test_facts_name_people_by_id_only() -> None:
    fields = {field for fact in FACTS.values() for field in fact.model_fields}

    assert not [field for field in fields if "mail" in field or "name" in field]
