#!/usr/bin/env python3
"""Writes expansion.json: what scikit-learn's PolynomialFeatures, SplineTransformer, KBinsDiscretizer and PowerTransformer make of a small table. Needs python3-sklearn."""
import itertools
import json
import os
import warnings

import numpy as np
from sklearn.preprocessing import KBinsDiscretizer, PolynomialFeatures, PowerTransformer, SplineTransformer

warnings.simplefilter("ignore")
random = np.random.default_rng(9)
train = np.column_stack([np.round(random.normal(2, 3, 60), 3), np.round(np.exp(random.normal(size=60)), 3), random.integers(0, 7, 60).astype(float)])
new = np.vstack([train[:5], train.min(axis=0), train.max(axis=0), train.min(axis=0) - 1.5, train.max(axis=0) + 2.25, np.round(random.normal(2, 4, (8, 3)), 3)])
cases = []
for degree, interaction, bias in [(1, False, True), (2, False, False), (3, False, True), (2, True, False), (3, True, True), (4, True, False)]:
    model = PolynomialFeatures(degree, interaction_only=interaction, include_bias=bias).fit(train)
    cases.append({"transformer": "PolynomialFeatures", "settings": {"Degree": degree, "InteractionOnly": interaction, "Bias": bias},
                  "names": model.get_feature_names_out(["a", "b", "c"]).tolist(), "expected": model.transform(new).tolist()})
# The third column has ties, whose quantiles would be knots on top of one another: it is left to the even placement.
for knots, degree, placement, extrapolation, bias in itertools.product([2, 5], [1, 2, 3], ["uniform", "quantile"], ["constant", "linear", "continue"], [True, False]):
    if knots == 2 and not bias:
        continue
    columns = 3 if placement == "uniform" else 2
    if degree == 1 and extrapolation == "linear":
        columns = 1  # from the second column on, scikit-learn 1.2 takes the wrong knots for the ends
    model = SplineTransformer(n_knots=knots, degree=degree, knots=placement, extrapolation=extrapolation, include_bias=bias).fit(train[:, :columns])
    cases.append({"transformer": "SplineFeatures", "columns": columns, "names": model.get_feature_names_out(["a", "b", "c"][:columns]).tolist(),
                  "settings": {"Knots": knots, "Degree": degree, "Placement": placement.title(), "Extrapolation": extrapolation.title(), "Bias": bias},
                  "expected": model.transform(new[:, :columns]).tolist()})
for bins, placement, encoding in itertools.product([2, 5, 9], ["uniform", "quantile"], ["onehot-dense", "ordinal"]):
    model = KBinsDiscretizer(bins, encode=encoding, strategy=placement).fit(train)
    cases.append({"transformer": "KBinsDiscretizer", "settings": {"Bins": bins, "Placement": placement.title(), "Encoding": "OneHot" if encoding == "onehot-dense" else "Ordinal"},
                  "expected": model.transform(new).tolist()})
# Decimals, many of which are edges of even bins but for their last bit.
decimals = np.round(np.arange(0, 64)[:, None] * [0.07, 0.11, 0.3] + [0.5, -1.49, 2], 2)
for bins in [3, 7, 9, 21]:
    model = KBinsDiscretizer(bins, encode="ordinal", strategy="uniform").fit(decimals)
    cases.append({"transformer": "KBinsDiscretizer", "settings": {"Bins": bins, "Placement": "Uniform", "Encoding": "Ordinal"}, "train": decimals.tolist(), "new": decimals.tolist(),
                  "expected": model.transform(decimals).tolist()})
# Its powers have some eight digits, of which the flat top of a likelihood leaves six.
for method, standardize in itertools.product(["yeo-johnson", "box-cox"], [True, False]):
    columns = slice(0, 3) if method == "yeo-johnson" else slice(1, 2)
    model = PowerTransformer(method, standardize=standardize).fit(train[:, columns])
    asked = new[:, columns] if method == "yeo-johnson" else np.maximum(new[:, columns], 0.01)
    cases.append({"transformer": "PowerTransformer", "settings": {"Method": "YeoJohnson" if method == "yeo-johnson" else "BoxCox", "Standardize": standardize},
                  "train": train[:, columns].tolist(), "new": asked.tolist(), "powers": model.lambdas_.tolist(), "expected": model.transform(asked).tolist()})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "expansion.json"), "w", encoding="utf-8") as file:
    json.dump({"train": train.tolist(), "new": new.tolist(), "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
