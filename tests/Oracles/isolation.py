#!/usr/bin/env python3
"""Writes isolation.json: scikit-learn's isolation forests over many seeds, on tumours of which the malignant are few and stand for outliers. Needs python3-sklearn."""
import json
import os

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

SEEDS = 20
table = load_breast_cancer()
benign, malignant = np.flatnonzero(table.target == 1), np.flatnonzero(table.target == 0)[:40]
rows = np.concatenate([benign, malignant])
X = np.round(table.data[rows, :10], 4)
outlier = (table.target[rows] == 0).astype(int)
cases = []
for samples, share in [(256, 1.0), (64, 0.5)]:
    scores = np.array([-IsolationForest(n_estimators=100, max_samples=samples, max_features=share, random_state=seed).fit(X).score_samples(X) for seed in range(SEEDS)])
    areas = [roc_auc_score(outlier, one) for one in scores]
    cases.append({"samples": samples, "share": share, "scores": np.round(scores.mean(axis=0), 6).tolist(), "area": float(np.mean(areas)), "noise": float(np.std(areas, ddof=1))})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "isolation.json"), "w", encoding="utf-8") as file:
    json.dump({"features": X.tolist(), "outlier": outlier.tolist(), "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
