#!/usr/bin/env python3
"""Writes streams.json: streams that others have published with the places where their detectors see a change.

The places are those that the documentation and the tests of river (online-ml/river, drift) and of CapyMOA state for the default settings ("isNew": river's window forgets
all at a change, CapyMOA's what is older than it); only the streams are made here, as they say how.
"""
import json
import os
import random

import numpy as np


def choices(seed, *parts):
    generator = random.Random(seed)
    return [value for values, weights in parts for value in generator.choices(values, k=1000, weights=weights)]


uniform = choices(12345, ([0, 1], None), (range(4, 8), None))
np.random.seed(12345)
eighths = np.concatenate((np.random.randint(2, size=1000), np.random.randint(8, size=1000))).tolist()
np.random.seed(12345)
binomial = [int(np.random.binomial(1, rate)) for rate in [0.2] * 1000 + [0.8] * 1000]
steps = choices(42, ([0, 1], None), (range(4, 8), None), ([0, 1], None), (range(4, 8), None))
errors = choices(42, ([0, 1], None), ([0, 1], [0.3, 0.7]))
np.random.seed(0)
moa = np.random.randint(2, size=2000)
for i in range(999, 2000):
    moa[i] = np.random.randint(4, high=8)

document = [
    {"detector": "window", "chance": 0.002, "values": uniform, "changes": [1023], "isNew": True},
    {"detector": "window", "chance": 0.002, "values": eighths, "changes": [1023], "isNew": True},
    {"detector": "window", "chance": 0.002, "values": steps, "changes": [1023, 2015, 3007], "isNew": True},
    {"detector": "window", "chance": 0.001, "values": moa.tolist(), "changes": [1023, 1055]},
    {"detector": "pageHinkley", "values": uniform, "changes": [1006]},
    {"detector": "pageHinkley", "values": eighths, "changes": [1020, 1991]},
    {"detector": "errorRate", "values": binomial, "changes": [1049]},
    {"detector": "errorRate", "values": errors, "changes": [1334], "warnings": [1084, 1492]},
]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "streams.json"), "w") as file:
    json.dump(document, file)
    file.write("\n")
