#!/usr/bin/env python3
"""Writes ensembles.json: scikit-learn's stacks over folds of one row, which any dealing of folds gives, and its hard votes. Needs python3-sklearn."""
import json
import os
import warnings

import numpy as np
from sklearn.ensemble import StackingClassifier, StackingRegressor, VotingClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import LeaveOneOut
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

warnings.simplefilter("ignore")
random = np.random.default_rng(23)
N = 60
X = np.round(random.normal(size=(N, 3)), 4)
number = np.round(X[:, 0] - 2 * np.abs(X[:, 1]) + 0.3 * random.normal(size=N), 4)
three = np.digitize(X[:, 0] + X[:, 1] + random.normal(size=N), [-0.7, 0.7])
two = (three > 0).astype(int)
logistic = LogisticRegression(solver="newton-cg", tol=1e-12, max_iter=10000)
result = {"features": X.tolist(), "number": number.tolist(), "three": three.tolist(), "two": two.tolist(), "regression": [], "classification": []}
for through in [False, True]:
    members = [("ridge", Ridge(alpha=1.0, solver="cholesky")), ("near", KNeighborsRegressor(3))]
    model = StackingRegressor(members, Ridge(alpha=2.0, solver="cholesky"), cv=LeaveOneOut(), passthrough=through).fit(X, number)
    result["regression"].append({"passthrough": through, "predictions": model.predict(X).tolist()})
    for name, target in [("two", two), ("three", three)]:
        members = [("bayes", GaussianNB()), ("near", KNeighborsClassifier(7))]
        model = StackingClassifier(members, logistic, cv=LeaveOneOut(), passthrough=through, stack_method="predict_proba").fit(X, target)
        result["classification"].append({"passthrough": through, "target": name, "probabilities": model.predict_proba(X).tolist()})
votes = VotingClassifier([("bayes", GaussianNB()), ("near", KNeighborsClassifier(3)), ("far", KNeighborsClassifier(15))], voting="hard", weights=[1, 1.5, 2]).fit(X, three)
result["votes"] = votes.predict(X).tolist()
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "ensembles.json"), "w", encoding="utf-8") as file:
    json.dump(result, file, separators=(",", ":"))
    file.write("\n")
