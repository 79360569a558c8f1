"""Enrollments as CSV: what the list shows, harmless to a spreadsheet, and how it goes on."""

from __future__ import annotations

import csv
import io

import pytest

from functions.portal_api.enrollments import export_enrollments
from shared import keys
from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, an_enrollment, write
from tests.functional.enrollments.test_enrollments import at, enrollments
from tests.functional.front import Answer, Front
from tests.functional.narrowed import a_course


def lines(answer: Answer) -> list[dict[str, str]]:
    assert answer.status == 200 and answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.criterion("C-29")
def test_it_holds_what_the_list_shows_with_the_same_filters(front: Front) -> None:
    partner, course = a_partner(), a_course("=SUM(A1)")
    admin, ada = a_partner_admin(partner), new_id("con")
    write(keys.contact(partner.id, ada), {"id": ada, "first_name": '@Ada "A",', "last_name": "Byron"})
    done = an_enrollment(partner, course, ada, status="completed", result="not_passed", grade=0, enrolled_at=at(2))
    an_enrollment(partner, course, new_id("con"), enrolled_at=at(1), organization_id=new_id("org"))

    answer = front.get(f"{enrollments(partner)}.csv", admin)

    first, second = lines(answer)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert f'filename="{partner.id}-enrollments.csv"' in answer.headers["content-disposition"]
    assert "link" not in answer.headers
    assert (first["id"], first["result"], first["grade"], first["cost"]) == (done.id, "not_passed", "0", "1")
    assert (first["contact_name"], first["course_title"]) == ('\'@Ada "A", Byron', "'=SUM(A1)")
    assert (second["contact_name"], second["organization_name"], second["result"]) == ("", "", "")
    assert [one["id"] for one in lines(front.get(f"{enrollments(partner)}.csv", admin, status="completed"))] == [
        done.id
    ]
    assert lines(front.get(f"{enrollments(partner)}.csv", admin, contact_id=new_id("con"))) == []


def test_it_goes_on_where_it_ended(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    made = [an_enrollment(partner, new_id("crs"), new_id("con"), enrolled_at=at(n)).id for n in range(11)]
    monkeypatch.setattr(export_enrollments, "LINES", 5)
    monkeypatch.setattr(export_enrollments, "LINES_A_PAGE", 2)

    found, path, query = [], f"{enrollments(partner)}.csv", {"status": "enrolled"}
    for _ in range(3):
        answer = front.get(path, admin, **query)
        found += [one["id"] for one in lines(answer)]
        if "link" in answer.headers:
            assert answer.headers["link"].endswith('>; rel="next"')
            query = dict(
                part.split("=", 1) for part in answer.headers["link"][1:].split(">")[0].split("?")[1].split("&")
            )

    assert found == made[::-1] and "link" not in answer.headers


def test_nonsense_is_refused(front: Front) -> None:
    partner, other = a_partner(), a_partner("Beta")
    admin = a_partner_admin(partner)
    path = f"{enrollments(partner)}.csv"

    assert front.get(path).code == "not-signed-in"
    assert front.get(f"{enrollments(other)}.csv", admin).code == "not-found"
    assert front.get(path, admin, limit="5").at == ["/limit"]
    assert front.get(path, admin, status="lost").at == ["/status"]
    assert front.get(path, admin, course_id="x").code == "not-found"
    assert front.get(path, admin, cursor="x").code == "cursor-invalid"
    assert front.ask("POST", path, admin, body={}).code == "method-not-allowed"
