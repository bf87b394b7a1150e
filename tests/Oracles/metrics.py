#!/usr/bin/env python3
"""Makes the reference values of the metrics with scikit-learn: tests/Oracles/metrics.json."""
import json
import os
import warnings

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve
from sklearn.preprocessing import label_binarize

warnings.simplefilter("ignore")
random = np.random.default_rng(7)


def softmax(scores):
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def one_against_rest(labels, probabilities, weights, classes, score, weighted):
    values, shares = [], []
    for k in range(classes):
        if (labels == k).any():
            values.append(score((labels == k).astype(int), probabilities[:, k], sample_weight=weights))
            shares.append((np.ones(len(labels)) if weights is None else weights)[labels == k].sum() if weighted else 1.0)
    return float(np.average(values, weights=shares))


def calibration_gaps(labels, probabilities, weights, classes, by_mass, bins=15):
    """The weight of each bin and its distance of mean probability from share, from their definition (Naeini et al. 2015)."""
    shown = np.ones(len(labels), int) if classes == 2 else probabilities.argmax(axis=1)
    confidence, right = probabilities[np.arange(len(labels)), shown], labels == shown
    own = np.ones(len(labels)) if weights is None else weights
    if by_mass:
        # A run of equal probabilities lies where its middle does when all weight is laid out in order.
        middle = np.array([own[confidence < c].sum() + own[confidence == c].sum() / 2 for c in confidence])
        bin_of = np.minimum(bins - 1, np.floor(bins * middle / own.sum() + 1e-9))
    else:
        bin_of = np.clip(np.ceil(confidence * bins) - 1, 0, bins - 1)
    found = [(own[bin_of == b].sum(), abs(np.average(confidence[bin_of == b], weights=own[bin_of == b]) - np.average(right[bin_of == b], weights=own[bin_of == b])))
             for b in np.unique(bin_of)]
    return np.array(found)


def classification(name, rows, classes, weighted, decimals=None, absent=(), certain=False):
    labels = random.integers(0, classes, rows)
    for k in absent:
        labels[labels == k] = (k + 1) % classes
    scores = random.standard_normal((rows, classes))
    scores[np.arange(rows), labels] += 1
    probabilities = softmax(scores)
    if decimals is not None:
        # Ties between rows: probabilities of few values.
        probabilities = np.round(probabilities, decimals)
        probabilities[:, -1] = 1 - probabilities[:, :-1].sum(axis=1)
        probabilities = np.clip(probabilities, 0, 1)
        probabilities /= probabilities.sum(axis=1, keepdims=True)
    if certain:
        probabilities = np.eye(classes)[probabilities.argmax(axis=1)]
    predicted = probabilities.argmax(axis=1)
    weights = np.round(random.uniform(0.1, 3, rows), 2) if weighted else None
    w = {"sample_weight": weights}
    all_labels = list(range(classes))
    expected = {
        "accuracy": m.accuracy_score(labels, predicted, **w),
        "balanced-accuracy": m.balanced_accuracy_score(labels, predicted, **w),
        "mcc": m.matthews_corrcoef(labels, predicted, **w),
        "kappa": m.cohen_kappa_score(labels, predicted, **w),
        "log-loss": m.log_loss(labels, probabilities, labels=all_labels, **w),
    }
    for metric, by_mass in [("ece", False), ("ece-mass", True)]:
        gaps = calibration_gaps(labels, probabilities.round(17), weights, classes, by_mass)
        expected[metric] = (gaps[:, 0] * gaps[:, 1]).sum() / gaps[:, 0].sum()
        if not by_mass:
            expected["mce"] = gaps[:, 1].max()
    usual = "binary" if classes == 2 else "macro"
    for metric, score in [("precision", m.precision_score), ("recall", m.recall_score), ("f1", m.f1_score)]:
        expected[metric] = score(labels, predicted, average=usual, zero_division=0, **w)
        for average in ["macro", "micro", "weighted"]:
            expected[f"{metric}-{average}"] = score(labels, predicted, average=average, zero_division=0, **w)
    # The specificity of a class is the recall of what is not of it.
    own = np.ones(rows) if weights is None else weights
    present = [k for k in all_labels if (labels == k).any() or (predicted == k).any()]
    specificities = [m.recall_score(labels != k, predicted != k, zero_division=0, **w) for k in present]
    counts = m.multilabel_confusion_matrix(labels, predicted, labels=all_labels, **w).sum(axis=0)
    expected["specificity-macro"] = np.mean(specificities)
    expected["specificity-weighted"] = np.average(specificities, weights=[own[labels == k].sum() for k in present])
    expected["specificity-micro"] = counts[0, 0] / (counts[0, 0] + counts[0, 1])
    expected["specificity"] = m.recall_score(labels, predicted, pos_label=0, zero_division=0, **w) if classes == 2 else expected["specificity-macro"]
    if classes == 2:
        positive = probabilities[:, 1]
        expected["brier"] = m.brier_score_loss(labels, positive, **w)
        expected["roc-auc"] = m.roc_auc_score(labels, positive, **w)
        expected["average-precision"] = m.average_precision_score(labels, positive, **w)
    else:
        one_hot = label_binarize(labels, classes=all_labels)
        expected["brier"] = float(np.average(((probabilities - one_hot) ** 2).sum(axis=1), weights=weights))
        expected["roc-auc"] = one_against_rest(labels, probabilities, weights, classes, m.roc_auc_score, False)
        expected["roc-auc-weighted"] = one_against_rest(labels, probabilities, weights, classes, m.roc_auc_score, True)
        expected["average-precision"] = one_against_rest(labels, probabilities, weights, classes, m.average_precision_score, False)
        if not absent:
            assert abs(expected["roc-auc"] - m.roc_auc_score(labels, probabilities, multi_class="ovr", average="macro", **w)) < 1e-12
        for k in [2, 3, 5]:
            if k < classes:
                expected[f"top-{k}-accuracy"] = m.top_k_accuracy_score(labels, probabilities, k=k, labels=all_labels, **w)
    case = {
        "name": name, "classes": classes, "labels": labels.tolist(), "probabilities": probabilities.round(17).tolist(),
        "weights": None if weights is None else weights.tolist(), "expected": {key: float(value) for key, value in expected.items()},
        "confusion": m.confusion_matrix(labels, predicted, labels=all_labels, **w).tolist(),
    }
    if classes == 2:
        fpr, tpr, thresholds = m.roc_curve(labels, probabilities[:, 1], drop_intermediate=True, **w)
        case["roc"] = [fpr.tolist(), tpr.tolist(), thresholds[1:].tolist()]
        precision, recall, thresholds = m.precision_recall_curve(labels, probabilities[:, 1], **w)
        case["pr"] = [precision[::-1].tolist(), recall[::-1].tolist()]
        if weights is None:
            case["calibration"] = {
                strategy: [part.tolist() for part in calibration_curve(labels, probabilities[:, 1], n_bins=6, strategy=strategy)]
                for strategy in ["quantile", "uniform"]}
    return case


def regression(name, rows, weighted, kind="noisy"):
    target = np.round(random.standard_normal(rows) * 3, 3)
    predicted = target + np.round(random.standard_normal(rows), 3)
    if kind == "zeros":
        target[::4] = 0
    if kind == "positive":
        target, predicted = np.abs(target), np.abs(predicted)
    if kind == "constant":
        target[:] = 2.5
    if kind == "exact":
        target[:] = 2.5
        predicted = target.copy()
    weights = np.round(random.uniform(0.1, 3, rows), 2) if weighted else None
    w = {"sample_weight": weights}
    expected = {
        "mae": m.mean_absolute_error(target, predicted, **w), "mse": m.mean_squared_error(target, predicted, **w),
        "rmse": m.mean_squared_error(target, predicted, squared=False, **w), "r2": m.r2_score(target, predicted, **w),
        "median-ae": m.median_absolute_error(target, predicted, **w), "mape": m.mean_absolute_percentage_error(target, predicted, **w),
    }
    if kind == "positive":
        expected["msle"] = m.mean_squared_log_error(target, predicted, **w)
        expected["rmsle"] = m.mean_squared_log_error(target, predicted, squared=False, **w)
    for quantile in [0.1, 0.5, 0.9]:
        expected["pinball" if quantile == 0.5 else f"pinball-{quantile}"] = m.mean_pinball_loss(target, predicted, alpha=quantile, **w)
    return {"name": name, "target": target.tolist(), "predicted": predicted.tolist(), "weights": None if weights is None else weights.tolist(),
            "expected": {key: float(value) for key, value in expected.items()}}


cases = {
    "classification": [
        classification("binary", 120, 2, False), classification("binary weighted", 90, 2, True),
        classification("binary ties", 150, 2, False, decimals=1), classification("binary ties weighted", 150, 2, True, decimals=1),
        classification("binary certain", 60, 2, False, certain=True), classification("three classes", 120, 3, False),
        classification("three classes weighted", 100, 3, True), classification("six classes ties", 150, 6, False, decimals=1),
        classification("five classes, two absent", 100, 5, False, absent=(1, 4)),
        classification("five classes, one absent, ties, weighted", 100, 5, True, decimals=1, absent=(2,)),
    ],
    "regression": [
        regression("even", 80, False), regression("odd weighted", 81, True), regression("zeros", 60, False, "zeros"),
        regression("constant", 40, True, "constant"), regression("exact", 20, False, "exact"),
        regression("positive", 70, True, "positive"),
    ],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "metrics.json"), "w", encoding="utf-8") as file:
    json.dump(cases, file, separators=(",", ":"))
