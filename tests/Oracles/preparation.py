#!/usr/bin/env python3
"""Writes preparation.json: what scikit-learn and pandas make of small tables, for the tests of the preparation room.

The target encoder is written out by hand from its definition, as scikit-learn has one only from 1.3 on: a level's mean is shrunk towards the mean of all
rows by lambda = n V / (n V + v), where V is the variance of the target over all rows and v that within the level (Micci-Barreca, 2001, with the empirical
Bayes weight), or by lambda = n / (n + m) for a given m.
"""
import json
import math
import os
import warnings

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import (MaxAbsScaler, MinMaxScaler, OneHotEncoder, OrdinalEncoder, QuantileTransformer, RobustScaler, StandardScaler)

warnings.simplefilter("ignore")
random = np.random.default_rng(4)


def plain(value):
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, np.generic):
        return plain(value.item())
    return None if isinstance(value, float) and math.isnan(value) else value


# Numbers: a bell, a long tail, ties, a constant, a sign; every fifth cell is missing.
ROWS, NEW = 41, 12


def numbers(rows):
    table = np.column_stack([
        np.round(random.normal(100, 15, rows), 3),
        np.round(np.exp(random.normal(0, 2, rows)), 4),
        random.integers(0, 5, rows).astype(float),
        np.full(rows, 0.1),
        np.round(random.normal(-1e6, 3, rows), 2),
    ])
    holes = random.uniform(size=table.shape) < 0.2
    holes[:, 3] = False
    table[holes] = np.nan
    return table


train, new = numbers(ROWS), numbers(NEW)
new[0, :2] = [1000, -5]
weights = np.round(random.uniform(0, 3, ROWS), 2)
weights[:4] = 0
counts = random.integers(0, 4, ROWS)

imputers = []
for strategy, name in [("mean", "Mean"), ("median", "Median"), ("most_frequent", "Mode"), ("constant", "Constant")]:
    for indicator in [False, True]:
        model = SimpleImputer(strategy=strategy, fill_value=-7.5 if strategy == "constant" else None, add_indicator=indicator, keep_empty_features=True).fit(train)
        imputers.append({"strategy": name, "indicator": indicator, "constant": -7.5, "expected": model.transform(new)})

scalers = []
for name, settings, model in [
    ("StandardScaler", {}, StandardScaler()),
    ("MinMaxScaler", {}, MinMaxScaler()),
    ("RobustScaler", {}, RobustScaler()),
    ("RobustScaler", {"LowerQuantile": 0.1, "UpperQuantile": 0.95}, RobustScaler(quantile_range=(10, 95))),
    ("MaxAbsScaler", {}, MaxAbsScaler()),
    ("QuantileScaler", {"Landmarks": 2}, QuantileTransformer(n_quantiles=2)),
    ("QuantileScaler", {"Landmarks": 9}, QuantileTransformer(n_quantiles=9)),
    ("QuantileScaler", {"Landmarks": 30}, QuantileTransformer(n_quantiles=30)),
]:
    # Rows of a constant column are scaled as they are in both; 30 landmarks are fewer than the values of every column.
    scalers.append({"name": name, "settings": settings, "weighted": False, "expected": model.fit(train).transform(new)})
scalers.append({"name": "StandardScaler", "settings": {}, "weighted": True, "expected": StandardScaler().fit(train, sample_weight=weights).transform(new)})

# Categories whose counts all differ, so that the greatest are the same everywhere.
words = np.repeat(["ash", "beech", "Cedar", "dâtier", "elm", "fir"], [17, 11, 7, 4, 3, 1])
words = random.permutation(words)
flags = np.where(random.uniform(size=len(words)) < 0.6, "yes", "no").astype(object)
flags[[3, 9, 20]] = None
asked = np.array([["ash", "no"], ["fir", "yes"], ["willow", "yes"], ["elm", "perhaps"], ["Cedar", None]], dtype=object)
both = np.column_stack([words.astype(object), flags])


def holed(cells):
    return np.where(np.equal(cells, None), np.nan, cells).astype(object)


hot = []
for settings, arguments in [
    ({"RareRows": 1}, {}),
    ({"RareRows": 4}, {"min_frequency": 4}),
    ({"RareRows": 5}, {"min_frequency": 5}),
    ({"RareRows": 1, "RareShare": 0.1}, {"min_frequency": 0.1}),
    ({"RareRows": 1, "MaxLevels": 2}, {"max_categories": 3}),
    ({"RareRows": 4, "MaxLevels": 3}, {"max_categories": 4, "min_frequency": 4}),
]:
    model = OneHotEncoder(handle_unknown="infrequent_if_exist", sparse_output=False, **arguments).fit(words.reshape(-1, 1))
    hot.append({"settings": settings, "expected": model.transform(asked[:, :1].astype(str))})
missing = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(both).transform(asked)
ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=np.nan).fit(holed(both)).transform(holed(asked))


def encode(codes, levels, target, own, smoothing):
    """The encoding of each level, of one that was never seen, and of a missing value."""
    mean = np.average(target, weights=own)
    variance = np.average((target - mean) ** 2, weights=own)
    encodings = []
    for level in list(range(levels)) + [None]:
        rows = np.isnan(codes) if level is None else codes == level
        n = own[rows].sum()
        if n == 0:
            encodings.append(mean)
            continue
        average = np.average(target[rows], weights=own[rows])
        within = np.average((target[rows] - average) ** 2, weights=own[rows])
        share = n / (n + smoothing) if smoothing is not None else n * variance / (n * variance + within)
        encodings.append(share * average + (1 - share) * mean)
    return encodings[:levels] + [mean] + encodings[levels:]


LEVELS = 6
codes = random.integers(0, LEVELS - 1, 60).astype(float)
codes[random.uniform(size=60) < 0.15] = np.nan
target = np.round(1e7 + 5 * np.nan_to_num(codes, nan=9) + random.normal(0, 4, 60), 2)
labels = random.integers(0, 3, 60)
own = np.round(random.uniform(0.1, 4, 60), 2)
encodings = []
for smoothing in [None, 0.0, 7.5]:
    for weighted in [False, True]:
        w = own if weighted else np.ones(60)
        encodings.append({"smoothing": smoothing, "weighted": weighted, "regression": encode(codes, LEVELS, target, w, smoothing),
                          "binary": encode(codes, LEVELS, (labels > 0).astype(float), w, smoothing),
                          "multiclass": [encode(codes, LEVELS, (labels == k).astype(float), w, smoothing) for k in range(3)]})

stamps = ["1969-12-31 23:59:59", "1970-01-01 00:00:00", "2000-02-29 12:30:15", "2023-01-01 00:00:00", "2024-02-29 23:59:59", "2024-12-31 08:05:00", "1900-03-01 06:00:00", "2100-03-01 18:45:30"]
times = pd.to_datetime(pd.Series(stamps))
parts = {"days": (times - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1), "year": times.dt.year, "month": times.dt.month, "day": times.dt.day,
         # pandas counts from Monday, .NET from Sunday.
         "weekday": (times.dt.dayofweek + 1) % 7, "hour": times.dt.hour, "minute": times.dt.minute}

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "preparation.json"), "w", encoding="utf-8") as file:
    json.dump(plain({
        "train": train, "new": new, "weights": weights, "counts": counts, "imputers": imputers, "scalers": scalers,
        "categories": {"words": words, "flags": flags, "asked": asked, "onehot": hot, "missing": missing, "ordinal": ordinal},
        "targets": {"codes": codes, "levels": LEVELS, "target": target, "labels": labels, "weights": own, "cases": encodings},
        "dates": {"stamps": stamps, "parts": {name: values.to_numpy().astype(float) for name, values in parts.items()}},
    }), file, separators=(",", ":"), ensure_ascii=False)
    file.write("\n")
