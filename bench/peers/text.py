"""Times scikit-learn from the bodies of mails to weighted terms, and on to a classifier, and prints one line of JSON for each workload. The mails come from mails.py."""
import csv
import json
import os
import statistics
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench")
REPEATS = 3
WORKLOADS = {"tfidf_mails": None, "tfidf_nb_mails": MultinomialNB(alpha=0.1), "tfidf_linsvc_mails": LinearSVC()}
csv.field_size_limit(1 << 30)


def read(part):
    with open(os.path.join(CACHE, f"mails-{part}.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["body"] for row in rows], [row["label"] for row in rows]


def run(estimator, texts, labels, others, truth):
    start = time.perf_counter()
    vectorizer = TfidfVectorizer()
    weights = vectorizer.fit_transform(texts)
    model = estimator.fit(weights, labels) if estimator else None
    fit = time.perf_counter() - start
    start = time.perf_counter()
    rows = vectorizer.transform(others)
    predicted = model.predict(rows) if model else None
    predict = time.perf_counter() - start
    score = sum(own == label for own, label in zip(predicted, truth)) / len(truth) if model else len(vectorizer.vocabulary_)
    return fit, predict, score


for name, estimator in WORKLOADS.items():
    if len(sys.argv) < 2 or sys.argv[1] in name:
        (texts, labels), (others, truth) = read("train"), read("test")
        times = [run(estimator, texts, labels, others, truth) for _ in range(REPEATS + 1)][1:]
        print(json.dumps({
            "name": name, "size": f"{len(texts):,} texts, {sum(map(len, texts)) / 1e6:.1f} M characters", "peer": "scikit-learn",
            "fit": statistics.median(one[0] for one in times), "predict": statistics.median(one[1] for one in times), "score": times[-1][2]}), flush=True)
