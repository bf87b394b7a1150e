#!/usr/bin/env python3
"""Writes multioutput.json: scikit-learn's one-vs-rest, multi-label and multi-output wrappers around exact logistic and ridge regressions, and its multi-label scores. Needs python3-sklearn."""
import json
import os

import numpy as np
from scipy.special import expit
from sklearn import metrics as m
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier, MultiOutputRegressor


class Exact(LogisticRegression):
    """Logistic regression of two classes whose minimum is finished by Newton's method: scikit-learn's own solvers leave the last digits."""

    def fit(self, X, y, sample_weight=None):
        super().fit(X, y)
        design, target = np.column_stack([X, np.ones(len(X))]), (y == self.classes_[1]).astype(float)
        ridge = np.append(np.ones(X.shape[1]), 0)
        w = np.append(self.coef_[0], self.intercept_)
        for _ in range(30):
            p = expit(design @ w)
            gradient = design.T @ (p - target) * self.C + ridge * w
            w = w - np.linalg.solve((design.T * (p * (1 - p))) @ design * self.C + np.diag(ridge), gradient)
        assert np.abs(gradient).max() < 1e-10
        self.coef_, self.intercept_ = w[None, :-1], w[-1:]
        return self


random = np.random.default_rng(17)
N = 150
X = np.round(random.normal(size=(N, 3)), 4)
scores = X @ random.normal(size=(3, 4)) + random.normal(size=(N, 4))
classes = scores.argmax(axis=1)
labels = (scores > 0.2).astype(int)
labels[:, 3] |= labels[:, 0]
numbers = np.round(scores, 4)
logistic = Exact()
chain = ClassifierChain(logistic).fit(X, labels)
truth, found = labels.copy(), np.round(random.uniform(size=labels.shape), 2)
truth[7], found[7] = 0, 0
weights = np.round(random.uniform(0.1, 2, N), 2)
predicted = (found > 0.5).astype(int)
metrics = []
for w in [None, weights]:
    values = {"subset-accuracy": m.accuracy_score(truth, predicted, sample_weight=w), "hamming": m.hamming_loss(truth, predicted, sample_weight=w),
              "jaccard-rows": m.jaccard_score(truth, predicted, average="samples", sample_weight=w, zero_division=0)}
    for average in ["micro", "macro", "weighted"]:
        values[f"f1-{average}"] = m.f1_score(truth, predicted, average=average, sample_weight=w, zero_division=0)
        values[f"jaccard-{average}"] = m.jaccard_score(truth, predicted, average=average, sample_weight=w, zero_division=0)
    metrics.append({"weighted": w is not None, "values": values})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "multioutput.json"), "w", encoding="utf-8") as file:
    json.dump({
        "features": X.tolist(), "classes": classes.tolist(), "labels": labels.tolist(), "truth": truth.tolist(), "numbers": numbers.tolist(), "weights": weights.tolist(), "found": found.tolist(), "metrics": metrics,
        "oneVsRest": OneVsRestClassifier(logistic).fit(X, classes).predict_proba(X).tolist(),
        "multiLabel": np.column_stack([one[:, 1] for one in MultiOutputClassifier(logistic).fit(X, labels).predict_proba(X)]).tolist(),
        "chain": chain.predict_proba(X).tolist(),
        "multiOutput": MultiOutputRegressor(Ridge(alpha=1.0, solver="cholesky")).fit(X, numbers).predict(X).tolist(),
    }, file, separators=(",", ":"))
    file.write("\n")
