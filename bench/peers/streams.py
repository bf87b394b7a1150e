#!/usr/bin/env python3
"""Measures pandas and scikit-learn on a file of delimited text that is read and learned chunk by chunk, one pass over its rows.

Usage: streams.py [PART-OF-A-NAME...]      (by default all of WORKLOADS)

Prints one JSON object a line: name, size, peer, fit (seconds from the file to the model) and predict, the median of three, score (R2 on the test part). The data comes from prepare.py.
"""
import json
import os
import statistics
import sys

import pandas as pd
from estimators import CACHE, REPEATS, load, timed
from sklearn.linear_model import SGDRegressor
from sklearn.metrics import r2_score

CHUNK_ROWS = 65_536  # as many as Modelyard's chunks have
WORKLOADS = {"sgd_stream_csv": ("stream_csv", lambda: SGDRegressor(random_state=0))}


def fit(path, create):
    model, rows = create(), 0
    for chunk in pd.read_csv(path, chunksize=CHUNK_ROWS):
        model.partial_fit(chunk.drop(columns="y").to_numpy(), chunk["y"].to_numpy())
        rows += len(chunk)
    return model, rows


def measure(name):
    data, create = WORKLOADS[name]
    path, features, target = os.path.join(CACHE, data, "train.csv"), load(data, "X_test"), load(data, "y_test")
    model, rows = fit(path, create)  # warm, as ours are
    fits, predictions = [], []
    for _ in range(REPEATS):
        seconds, (model, rows) = timed(lambda: fit(path, create))
        fits.append(seconds)
        seconds, predicted = timed(lambda: model.predict(features))
        predictions.append(seconds)
    print(json.dumps({
        "name": name, "size": f"{rows:,} x {features.shape[1]}, {os.path.getsize(path) / 1e6:.0f} MB", "peer": "pandas + scikit-learn", "fit": round(statistics.median(fits), 6),
        "predict": round(statistics.median(predictions), 6), "score": round(float(r2_score(target, predicted)), 6),
    }), flush=True)


for workload in WORKLOADS:
    if any(part in workload for part in sys.argv[1:] or [""]):
        measure(workload)
