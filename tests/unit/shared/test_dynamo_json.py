"""What goes over the wire is what botocore itself would write, and what comes back is what it would read."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from infra.capacity.sizes import size_of
from shared import aws, dynamo_json
from shared.dynamo import Item, decode, encode

KEY = {"pk": {"S": "WALLET#1"}, "sk": {"S": "WALLET"}}
values = st.recursive(
    st.text() | st.integers(-(10**30), 10**30) | st.booleans() | st.none() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
items = st.dictionaries(st.text(), values, max_size=5).map(encode)


class Raw:
    """The body of an HTTP answer."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self._body


class Line:
    """A client that is answered before the socket with what was put into `answer`; `asked` is its latest request."""

    def __init__(self, *, in_one_go: bool) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {"ACCESS_KEY_ID": "0", "SECRET_ACCESS_KEY": "0", "DEFAULT_REGION": "eu-south-1"}.items():
                patch.setenv(f"AWS_{name}", value)
            self.client = aws.client("dynamodb", Config(parameter_validation=False))
        self.asked: Any = None
        self.say({})
        if in_one_go:
            dynamo_json.write_and_read(self.client)
        self.client.meta.events.register("before-send.dynamodb", self._sent)

    def say(self, answer: Any, status: int = 200) -> None:
        self.status, self.answer = status, answer if isinstance(answer, bytes) else json.dumps(answer).encode()

    def _sent(self, request: Any, **_: Any) -> AWSResponse:
        self.asked = json.loads(request.body)
        headers = {"x-amz-crc32": str(zlib.crc32(self.answer)), "x-amzn-requestid": "one"}
        return AWSResponse(request.url, self.status, headers, Raw(self.answer))


@pytest.fixture(scope="module")
def ours() -> Line:
    return Line(in_one_go=True)


@pytest.fixture(scope="module")
def botocores() -> Line:
    return Line(in_one_go=False)


@given(item=items)
def test_a_request_says_what_botocore_would_say(ours: Line, botocores: Line, item: Item) -> None:
    put = {"Put": {"TableName": "t", "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}
    for line in (ours, botocores):
        line.say({})
        line.client.transact_write_items(TransactItems=[put, put], ClientRequestToken="a")

    assert ours.asked == botocores.asked
    assert len(ours.asked["TransactItems"]) == 2


@given(item=items)
def test_an_answer_is_read_as_botocore_would_read_it(ours: Line, botocores: Line, item: Item) -> None:
    botocores.say({})
    botocores.client.put_item(TableName="t", Item=item)
    stored, told = botocores.asked["Item"], []
    for line in (ours, botocores):
        line.say({"Responses": {"t": [stored]}, "UnprocessedKeys": {}})
        told.append(line.client.batch_get_item(RequestItems={"t": {"Keys": [KEY]}}))

    (mine,), (theirs,) = (answer.pop("Responses")["t"] for answer in told)
    assert decode(mine) == decode(theirs) == decode(item)
    assert told[0] == told[1]


def test_the_item_that_stood_in_the_way_is_read_too(ours: Line) -> None:
    failed = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"
    ours.say({"__type": failed, "message": "no", "Item": KEY | {"png": {"B": "AAE="}}}, status=400)

    with pytest.raises(ClientError) as caught:
        ours.client.update_item(TableName="t", Key=KEY, UpdateExpression="SET a = b")

    assert caught.value.response["Error"] == {"Code": "ConditionalCheckFailedException", "Message": "no"}
    assert decode(caught.value.response["Item"])["png"] == b"\x00\x01"


def test_an_answer_that_is_no_json_is_left_to_botocore(ours: Line, botocores: Line) -> None:
    told = []
    for line in (ours, botocores):
        line.say(b"<html>")
        told.append(line.client.get_item(TableName="t", Key=KEY))

    assert told[0] == told[1]


def test_who_listens_sees_the_request_whole(ours: Line) -> None:
    seen: list[Any] = []

    def listen(params: Any, **_: Any) -> None:
        seen.append(dict(params))

    ours.say({})
    ours.client.meta.events.register("before-parameter-build.dynamodb", listen)
    try:
        ours.client.get_item(TableName="t", Key=KEY)
    finally:
        ours.client.meta.events.unregister("before-parameter-build.dynamodb", listen)

    assert seen == [{"TableName": "t", "Key": KEY}]


def test_what_was_handed_over_stays_as_it_was(ours: Line) -> None:
    ours.say({"Responses": {}})
    request = {"RequestItems": {"t": {"Keys": [KEY]}}}
    for _ in range(2):
        ours.client._make_api_call("BatchGetItem", request)

    assert request == ours.asked == {"RequestItems": {"t": {"Keys": [KEY]}}}


def test_binary_values_weigh_the_same_either_way() -> None:
    assert size_of({"B": "AAE="}) == size_of({"B": b"\x00\x01"}) == 2


def test_what_json_cannot_say_is_refused(ours: Line) -> None:
    with pytest.raises(TypeError):
        ours.client.put_item(TableName="t", Item={"pk": {"S": {"a", "set"}}})


def test_the_token_that_botocore_fills_in_is_sent(ours: Line) -> None:
    ours.say({})
    ours.client.transact_write_items(TransactItems=[{"Delete": {"TableName": "t", "Key": KEY}}])

    assert len(ours.asked["ClientRequestToken"]) == 36


def test_many_records_take_botocore_no_more_steps_than_one(ours: Line) -> None:
    record = KEY | {f"a{n}": {"S": "x"} for n in range(20)}

    def read(many: int) -> int:
        ours.say({"Responses": {"t": [record] * many}, "UnprocessedKeys": {}})
        return _calls(lambda: ours.client.batch_get_item(RequestItems={"t": {"Keys": [KEY] * many}}))

    def written(many: int) -> int:
        ours.say({})
        puts = [{"Put": {"TableName": "t", "Item": record}}] * many
        return _calls(lambda: ours.client.transact_write_items(TransactItems=puts, ClientRequestToken="a"))

    for steps in (read, written):
        steps(1)  # what is made once, is made
        assert steps(100) - steps(1) <= 10


def _calls(work: Any) -> int:
    """How many functions of Python's it called."""
    made = 0

    def note(_: FrameType, event: str, __: Any) -> None:
        nonlocal made
        made += event == "call"

    former = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(former)
    return made
