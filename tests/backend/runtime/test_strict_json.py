"""Hostile request bodies: refused before anything is stored, never a fault of the server."""

import gzip
import json
import re

import pytest
import requests

from coo_backend import openapi
from coo_desktop.domain.clock import new_id
from tests.backend.errands import CERTIFICATE, certificate, problem
from tests.backend.process import Client


def send(clerk: Client, body: bytes, **headers: str) -> requests.Response:
    named = {"Idempotency-Key": new_id(), "If-None-Match": "*", **headers}
    return clerk.session.put(f"{clerk.url}/v1/docs/{new_id()}", data=body, headers=named, timeout=30)


def with_value(value: str) -> bytes:
    return f'{{"form": "{CERTIFICATE}", "values": {{"consigneeName": {value}}}, "links": {{}}}}'.encode()


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        with_value("NaN"),
        with_value("-Infinity"),
        with_value("9" * 5000),
        with_value("9" * 19),
        with_value("-" + "9" * 18),
        with_value("1e999"),
        with_value("-1e999"),
        with_value("1" + "0" * 400 + ".0"),
        with_value('"\\u0000"'),
        with_value('"\\ud800"'),
        with_value('"a", "consigneeName": "b"'),
        with_value("[" * 30 + "]" * 30),
        with_value("[" * 5000 + "]" * 5000),
        b"[" * 100_000,
    ],
)
def test_json_that_cannot_be_kept_is_malformed(clerk: Client, body):
    answer = send(clerk, body)
    assert (answer.status_code, problem(answer)) == (400, "malformed")
    assert clerk.changes()["items"] == []


@pytest.mark.parametrize(
    "body", [b"x" * 1_100_000, with_value('"' + "x" * 100_001 + '"'), with_value(str([1] * 20_001))]
)
def test_what_is_too_large_is_refused(clerk: Client, body):
    answer = send(clerk, body)
    assert (answer.status_code, problem(answer)) == (413, "too-large")


def test_a_packed_bomb_is_not_unpacked(clerk: Client):
    bomb = gzip.compress(b" " * 50_000_000)
    assert problem(send(clerk, bomb, **{"Content-Encoding": "gzip"})) == "too-large"


@pytest.mark.parametrize(
    ("encoding", "body"), [("gzip", b"plain"), ("gzip", gzip.compress(b"{}", mtime=0)[:-3]), ("br", b"{}")]
)
def test_a_broken_packing_is_malformed(clerk: Client, encoding, body):
    assert problem(send(clerk, body, **{"Content-Encoding": encoding})) == "malformed"


@pytest.mark.parametrize("text", ["𠮷", "A & B <Co>", "'; DROP TABLE documents; --", "%_\\", "🙂‍", "1e999"])
def test_odd_text_travels_unchanged(clerk: Client, text):
    body = json.dumps({"form": CERTIFICATE, "values": certificate(consigneeName=text), "links": {}}).encode()
    told = send(clerk, body).json()
    assert told["values"]["consigneeName"] == text
    assert clerk.changes()["items"][0]["values"]["consigneeName"] == text


def test_a_value_of_another_type_is_kept_and_keeps_the_document_a_draft(clerk: Client):
    told = send(clerk, with_value('{"a": [1, null, true]}')).json()
    assert (told["stage"], told["values"]["consigneeName"]) == ("draft", {"a": [1, None, True]})


def takers() -> list[tuple[str, str]]:
    """Method and path of every endpoint that takes JSON."""
    return [
        (method.upper(), re.sub(r"\{\w+\}", new_id(), path))
        for path, operations in openapi.document()["paths"].items()
        for method, operation in operations.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "Infinity", "NaN", "1" * 19])
def test_no_endpoint_takes_a_number_that_cannot_be_served(clerk: Client, examiner: Client, number):
    headers = {"Idempotency-Key": new_id(), "If-None-Match": "*"}
    for method, path in takers():
        body = f'{{"values": {{"a": [{number}]}}}}'.encode()
        who = examiner if path.startswith("/v1/exam") else clerk
        answer = who.session.request(method, who.url + path, data=body, headers=headers, timeout=30)
        assert (answer.status_code, problem(answer)) == (400, "malformed"), (method, path)
