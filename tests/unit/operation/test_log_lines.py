"""A line of the log is one JSON object that holds no value of what somebody asked for."""

import json
import logging
import sys

import pytest

from ucjmap.operation import LOG_CONTEXT, JsonLines


def line_of(record: logging.LogRecord, *, with_addresses: bool = False) -> dict[str, object]:
    text = JsonLines(with_addresses=with_addresses).format(record)
    assert "\n" not in text
    parsed: dict[str, object] = json.loads(text)
    return parsed


def make_record(text: str, *args: object, **more: object) -> logging.LogRecord:
    record = logging.LogRecord("ucjmap.x", logging.WARNING, "", 1, text, args, None)
    record.__dict__.update(more)
    return record


def test_values_of_a_message_are_left_out() -> None:
    line = line_of(make_record("the maps below %s could not be made", "61.03\nforged"))
    assert line["event"] == "the maps below %s could not be made"
    assert (line["level"], line["logger"]) == ("warning", "ucjmap.x")
    assert str(line["time"]).endswith("+00:00")
    assert "61.03" not in json.dumps(line)


@pytest.mark.parametrize("with_addresses", [False, True])
def test_an_address_is_told_only_where_the_setting_says_so(with_addresses: bool) -> None:
    line = line_of(
        make_record("wrong password from %s", "192.0.2.7", address="192.0.2.7"), with_addresses=with_addresses
    )
    assert line.get("address") == ("192.0.2.7" if with_addresses else None)


def test_an_error_is_told_by_its_kind_and_place() -> None:
    record = make_record("a page failed", fields={"page": "/profil"})
    try:
        try:
            int("61.03.01")
        except ValueError as error:
            raise RuntimeError("Kab. Sambas has 61.03.01") from error
    except RuntimeError:
        record.exc_info = sys.exc_info()
    line = line_of(record)
    assert (line["error"], line["page"]) == (["RuntimeError", "ValueError"], "/profil")
    assert "test_log_lines.py" in str(line["at"])
    assert "Sambas" not in json.dumps(line)
    assert "61.03" not in json.dumps(line)


def test_the_number_of_the_request_is_in_each_line_of_it() -> None:
    token = LOG_CONTEXT.set({"request_id": "0123abcd"})
    assert line_of(make_record("x"))["request_id"] == "0123abcd"
    LOG_CONTEXT.reset(token)
    assert "request_id" not in line_of(make_record("x"))
