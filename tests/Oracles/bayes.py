#!/usr/bin/env python3
"""Writes bayes.json: what the naive Bayes classifiers of scikit-learn learn from small tables of counts and categories."""
import json
import os

import numpy as np
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, ComplementNB, MultinomialNB

random = np.random.default_rng(7)


def counts(rows, features, classes):
    labels = random.choice(classes, rows, p=np.arange(1, classes + 1) / (classes * (classes + 1) / 2))
    rates = random.gamma(0.6, 2, (classes, features))
    return random.poisson(rates[labels] * random.uniform(0.3, 2, (rows, 1))), labels


TABLES = {}
for name, rows, features, classes in [("two", 60, 9, 2), ("four", 80, 13, 4)]:
    values, labels = counts(rows, features, classes)
    TABLES[name] = {"features": values, "target": labels, "weights": np.round(random.uniform(0.2, 3, rows), 4)}
categories = np.column_stack([random.integers(0, levels, 70) for levels in (2, 5, 9)])
labels = (categories.sum(axis=1) + random.integers(0, 6, 70)) % 3
TABLES["categories"] = {"features": categories, "target": labels, "weights": np.round(random.uniform(0.2, 3, 70), 4)}

cases = []
for table in ["two", "four"]:
    data = TABLES[table]
    for weighted in [False, True]:
        weights = data["weights"] if weighted else None
        for alpha, prior in [(1.0, True), (0.1, False), (0.0, True)]:
            estimators = [("Multinomial", MultinomialNB(alpha=alpha, fit_prior=prior), {}), ("Bernoulli", BernoulliNB(alpha=alpha, fit_prior=prior, binarize=1.0), {"Threshold": 1.0}),
                          ("Bernoulli", BernoulliNB(alpha=alpha, fit_prior=prior), {"Threshold": 0.0}), ("Complement", ComplementNB(alpha=alpha), {"Normalise": False}), ("Complement", ComplementNB(alpha=alpha, norm=True), {"Normalise": True})]
            for name, model, settings in estimators:
                if name in ("Bernoulli", "Complement") and alpha == 0:
                    continue  # log(1 - p) near p = 1, and counts less counts plus 1e-10, have few digits left there
                model.fit(data["features"], data["target"], sample_weight=weights)
                cases.append({"estimator": name, "table": table, "weighted": weighted, "alpha": alpha, "prior": prior, **settings,
                              "joint": model._joint_log_likelihood(model._check_X(data["features"][:12])).tolist(), "log_probabilities": model.predict_log_proba(data["features"][:12]).tolist()})
data = TABLES["categories"]
for weighted in [False, True]:
    for alpha, prior, least in [(1.0, True, 1), (0.3, False, 11)]:
        model = CategoricalNB(alpha=alpha, fit_prior=prior, min_categories=least if least > 1 else None).fit(data["features"], data["target"], sample_weight=data["weights"] if weighted else None)
        cases.append({"estimator": "Categorical", "table": "categories", "weighted": weighted, "alpha": alpha, "prior": prior, "MinCategories": least,
                      "tables": [np.asarray(one).tolist() for one in model.feature_log_prob_],
                      "joint": model._joint_log_likelihood(model._check_X(data["features"][:12])).tolist(), "log_probabilities": model.predict_log_proba(data["features"][:12]).tolist()})

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "bayes.json"), "w", encoding="utf-8") as file:
    json.dump({"tables": {name: {key: value.tolist() for key, value in one.items()} for name, one in TABLES.items()}, "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
