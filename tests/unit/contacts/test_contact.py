"""What a contact is with a change, and what is written of it."""

from __future__ import annotations

import pytest

from functions.portal_api.contacts import store
from functions.portal_api.contacts.contact import Contact
from shared.commit import ITEMS_A_TRANSACTION
from shared.dynamo import decode
from shared.settings import settings

ADA = Contact(id="con_1", first_name="Ada", email="ada@example.com", created_at="2026-11-22T09:00:00.000Z")


@pytest.fixture(autouse=True)
def _table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TABLE", "portal")
    settings.cache_clear()


def test_naming_an_organization_puts_it_into_that_one_alone() -> None:
    joined = ADA.changed({"organization_id": "org_1"})

    assert joined.organization_ids == ["org_1"]
    assert joined.changed({"organization_id": "org_2"}).organization_id == "org_2"
    assert joined.changed({"organization_id": None}).organization_ids == []
    assert joined.changed({"last_name": "King"}).organization_ids == ["org_1"]


def test_it_is_read_as_it_was_written() -> None:
    item = {name: value for name, value in ADA.stored().items() if value is not None}

    assert Contact.of(item | {"pk": "p", "sk": "s", "version": 3, "facts": {}}) == ADA.model_copy(update={"version": 3})


def test_a_change_of_no_email_touches_none() -> None:
    blames = [write.blame for write in store.replaced("prt_1", ADA, ADA.changed({"last_name": "King"}), "now")]

    assert set(blames) == {"contact", "word"}


def test_tokens_say_what_else_a_contact_is_found_by_and_are_written_anew_when_that_changes() -> None:
    words = {"first_name": ["ada"], "last_name": ["king"]}
    ada = Contact(id="con_1", first_name="Ada", last_name="King", tags=["blue"], created_at="now")
    moved = ada.changed({"organization_id": "org_2"})

    written = [
        write.operation["Put"]["Item"] for write in store.replaced("prt_1", ada, moved, "now") if write.blame == "word"
    ]

    assert [item["sk"]["S"] for item in written] == ["first_name#ada#con_1", "last_name#king#con_1", "tag#blue#con_1"]
    for item in map(decode, written):
        assert (item["words"], item["organization_ids"], item["tags"]) == (words, ["org_2"], ["blue"])
    other_language = store.replaced("prt_1", moved, moved.changed({"language": "it"}), "now")
    assert [write.blame for write in other_language] == ["contact"]


def test_the_largest_change_fits_one_transaction() -> None:
    def person(letter: str) -> Contact:
        text = " ".join(f"{letter}{n}" for n in range(50))
        given = {"first_name": text, "last_name": text, "email": text.replace(" ", ".") + "@x.it"}
        tags = [f"{letter}{n}" for n in range(10)]
        return ADA.changed(given | {"organization_id": f"org_{letter}", "tags": tags})

    assert len(store.replaced("prt_1", person("a"), person("b"), "now")) + 2 <= ITEMS_A_TRANSACTION
