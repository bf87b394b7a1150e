"""Writes mongo.json: documents as pymongo's bson encodes them, in BSON and in each dialect of extended JSON, and the cells that a table has of them.

Run it in this folder with Debian's python3-pymongo: python3 mongo.py
"""
import base64
import datetime
import json
import uuid

import bson
from bson import json_util, tz_util
from bson.binary import Binary
from bson.decimal128 import Decimal128
from bson.int64 import Int64
from bson.max_key import MaxKey
from bson.min_key import MinKey
from bson.objectid import ObjectId
from bson.regex import Regex
from bson.timestamp import Timestamp


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=tz_util.utc)


DOCUMENTS = [
    {
        "_id": ObjectId("5d505646cf6d4fe581014ab2"), "int": 7, "long": Int64(9007199254740993), "double": 0.1, "whole": 3.0, "flag": True, "text": "é\U0001F600 \"q\"\n", "none": None,
        "date": utc(2019, 8, 11, 17, 54, 14, 692000), "old": utc(1, 1, 1), "decimal": Decimal128("1234.5678"), "binary": Binary(b"\x00\xff\x10", 0), "uuid": Binary(uuid.UUID("123e4567-e89b-12d3-a456-426614174000").bytes, 4),
        "regex": Regex("^a.*z$", "i"), "stamp": Timestamp(1565545664, 3), "low": MinKey(), "high": MaxKey(), "nested": {"city": "Bern", "at": {"x": 1.5, "y": Int64(2)}}, "list": [1, "a", {"k": None}],
    },
    {
        "_id": ObjectId("5d505646cf6d4fe581014ab3"), "int": -2147483648, "long": Int64(-9223372036854775808), "double": float("inf"), "whole": -0.0, "flag": False, "text": "", "date": utc(1970, 1, 1),
        "old": utc(9999, 12, 31, 23, 59, 59, 999000), "decimal": Decimal128("-1E-3"), "binary": Binary(b"", 0), "nested": {"city": "Chur", "zip": 7000}, "list": [],
    },
    {"_id": ObjectId("5d505646cf6d4fe581014ab4"), "double": float("nan"), "nested": {}, "list": [[Int64(5), True], {"d": 2.5}]},
]
EPOCH = utc(1970, 1, 1)


def cell(value):
    """Says how a value stands in a table: its text, and None where it is missing."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Int64)):
        return str(int(value))
    if isinstance(value, float):
        return "inf" if value == float("inf") else repr(value).removesuffix(".0")
    if isinstance(value, datetime.datetime):
        text = value.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
        return text + (f".{value.microsecond:06d}".rstrip("0") if value.microsecond else "") + "Z"
    if isinstance(value, Decimal128):
        return repr(float(value.to_decimal())).removesuffix(".0")
    if isinstance(value, (bytes, Binary)):
        return str(uuid.UUID(bytes=bytes(value))) if getattr(value, "subtype", 0) == 4 else base64.b64encode(value).decode()
    if isinstance(value, Regex):
        return f"/{value.pattern}/i"
    if isinstance(value, Timestamp):
        return f"{value.time}:{value.inc}"
    if isinstance(value, (MinKey, MaxKey)):
        return type(value).__name__
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"))
    return str(value)


def flatten(document, prefix=""):
    cells = {}
    for key, value in document.items():
        if isinstance(value, dict) and value:
            cells.update(flatten(value, f"{prefix}{key}."))
        elif not isinstance(value, dict):
            cells[prefix + key] = cell(value)
    return cells


def line(document, options):
    # Python writes these names bare, which is no JSON; mongoexport wraps them in every dialect.
    text = json_util.dumps(document, json_options=options)
    return text.replace(": Infinity", ': {"$numberDouble": "Infinity"}').replace(": NaN", ': {"$numberDouble": "NaN"}') + "\n"


rows = [flatten(document) for document in DOCUMENTS]
names = list(dict.fromkeys(name for row in rows for name in row))
dialects = {"canonical": json_util.CANONICAL_JSON_OPTIONS, "relaxed": json_util.RELAXED_JSON_OPTIONS, "legacy": json_util.LEGACY_JSON_OPTIONS}
oracle = {
    "bson": base64.b64encode(b"".join(bson.encode(document) for document in DOCUMENTS)).decode(),
    "json": {name: "".join(line(document, options) for document in DOCUMENTS) for name, options in dialects.items()},
    "cells": {name: [row.get(name) for row in rows] for name in names},
    "decimals": {
        base64.b64encode(Decimal128(text).bid).decode(): str(Decimal128(text))
        for text in ["0", "-0", "1", "1E+3", "1.0E+2", "123.4500", "0.001", "1E-6", "1E-7", "1.5E-7", "9999999999999999999999999999999999", "9.999999999999999999999999999999999E+6144", "1E-6176", "NaN", "Infinity", "-Infinity", "-1234567890.12345678901234567890"]
    },
}
with open("mongo.json", "w", encoding="utf-8") as file:
    json.dump(oracle, file, indent=1, ensure_ascii=True)
    file.write("\n")
