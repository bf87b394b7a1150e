#!/usr/bin/env python3
"""Measures scikit-learn, and statsmodels for binomial regression, on the workloads of the linear, Bayes, neighbours and kernel rooms, on two threads, with the same data and settings.

Usage: estimators.py [PART-OF-A-NAME...]      (by default all of WORKLOADS)

Prints one JSON object a line: name, size, peer, fit and predict (seconds, the median of three), score (R2 or accuracy on the test part).
The data comes from prepare.py.
"""
import json
import os
import statistics
import sys
import time
import warnings

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, RegressorMixin, clone, is_regressor
from sklearn.calibration import CalibratedClassifierCV
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import StackingClassifier, StackingRegressor, VotingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import (ElasticNet, GammaRegressor, HuberRegressor, Lasso, LinearRegression, LogisticRegression, PoissonRegressor,
                                  QuantileRegressor, Ridge, SGDClassifier, SGDRegressor, TweedieRegressor)
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier, OutputCodeClassifier
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, RadiusNeighborsClassifier, RadiusNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, SplineTransformer
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR, NuSVC, NuSVR
from sklearn.tree import DecisionTreeClassifier

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache", "bench")
REPEATS = 3


def members():
    return [("tree", DecisionTreeClassifier(random_state=0)), ("bayes", GaussianNB()), ("neighbors", KNeighborsClassifier())]


class Binomial(RegressorMixin, BaseEstimator):
    """Represents the generalised linear model of statsmodels."""

    def fit(self, features, target):
        import statsmodels.api as sm
        self.model_ = sm.GLM(target, sm.add_constant(features), family=sm.families.Binomial()).fit(tol=1e-12)
        return self

    def predict(self, features):
        import statsmodels.api as sm
        return self.model_.predict(sm.add_constant(features, has_constant="add"))


class Blending(BaseEstimator):
    """Represents a stack whose members learn from four fifths of the rows, and whose final estimator learns from the rest."""

    def __init__(self, stack):
        self.stack = stack

    @property
    def _estimator_type(self):
        return self.stack._estimator_type

    def fit(self, features, target):
        rest, held, rest_target, held_target = train_test_split(features, target, test_size=0.2, random_state=0, stratify=None if is_regressor(self) else target)
        fitted = [(name, clone(member).fit(rest, rest_target)) for name, member in self.stack.estimators]
        self.model_ = clone(self.stack).set_params(estimators=fitted, cv="prefit")
        self.model_.fit(held, held_target)
        return self

    def predict(self, features):
        return self.model_.predict(features)


WORKLOADS = {
    "linear_1m": ("linear_1m", LinearRegression()),
    "ridge_1m": ("linear_1m", Ridge()),
    "lasso_diamonds": ("diamonds", Lasso()),
    # The quicker of its two solvers here; the score is R2 on both sides, not the share of the deviance.
    "poisson_counts_1m": ("counts_1m", PoissonRegressor(alpha=1e-3, solver="newton-cholesky")),
    "huber_diamonds": ("diamonds", HuberRegressor(max_iter=1000)),
    "quantile_diamonds10k": ("diamonds10k", QuantileRegressor(quantile=0.5, alpha=0, solver="highs")),
    "isotonic_curve_1m": ("curve_1m", IsotonicRegression(out_of_bounds="clip")),
    "splines_diamonds": ("diamonds", make_pipeline(SplineTransformer(), Ridge())),
    "polynomial_diamonds": ("diamonds", make_pipeline(PolynomialFeatures(3), Ridge())),
    "logistic_mnist": ("mnist", LogisticRegression()),
    "logistic_letters": ("letters", LogisticRegression()),
    "logistic_text20": ("text20", LogisticRegression()),
    "gnb_mnist": ("mnist", GaussianNB()),
    "mnb_mnist": ("mnist", MultinomialNB()),
    "sgd_letters": ("letters", SGDClassifier(loss="log_loss", max_iter=20, tol=None, random_state=0, n_jobs=2)),
    "sgd_1m": ("linear_1m", SGDRegressor(max_iter=5, tol=None, random_state=0)),
    "knn_mnist": ("mnist", KNeighborsClassifier()),
    "knn_diamonds": ("diamonds", KNeighborsRegressor(n_jobs=2)),
    # Modelyard's classifier always learns probabilities, so its peer learns them too; cache_size as Modelyard's.
    "svc_letters": ("letters", SVC(C=10, probability=True, cache_size=256, random_state=0)),
    "svc_mnist": ("mnist", SVC(C=1, probability=True, cache_size=256, random_state=0)),
    "linsvc_letters": ("letters", LinearSVC(dual=False)),
    "svr_diamonds10k": ("diamonds10k", SVR(C=1000, cache_size=256)),
    "nusvc_letters5k": ("letters5k", NuSVC(nu=0.1, probability=True, cache_size=256, random_state=0)),
    "nystroem_letters": ("letters", make_pipeline(Nystroem(gamma=0.02, n_components=300, random_state=0), LinearSVC(dual=False))),
    # The target is the number of the topic; conjugate gradients end at 1e-4 on both sides.
    "ridge_text20": ("text20", Ridge(tol=1e-4)),
    "cnb_text20": ("text20", ComplementNB()),
    "cnb_mnist": ("mnist", ComplementNB()),
    "bnb_mnist": ("mnist", BernoulliNB(binarize=0.5)),
    "balltree_letters": ("letters", KNeighborsClassifier(algorithm="ball_tree", n_jobs=2)),
    "calibrated_letters": ("letters", CalibratedClassifierCV(GaussianNB(), n_jobs=2)),
    "voting_letters": ("letters", VotingClassifier(members(), voting="soft", n_jobs=2)),
    "stacking_letters": ("letters", StackingClassifier(members(), LogisticRegression(), n_jobs=2)),
    "elastic_diamonds": ("diamonds", ElasticNet()),
    "gamma_diamonds": ("diamonds", GammaRegressor(alpha=1e-3, solver="newton-cholesky")),
    "tweedie_counts_1m": ("counts_1m", TweedieRegressor(power=1.5, alpha=1e-3, link="log", solver="newton-cholesky")),
    "linsvr_diamonds": ("diamonds", LinearSVR(C=10, epsilon=0.1, loss="squared_epsilon_insensitive", dual=False)),
    "nusvr_diamonds10k": ("diamonds10k", NuSVR(C=1000, cache_size=256)),
    "catnb_letters": ("letters", CategoricalNB(min_categories=16)),
    "radius_diamonds": ("diamonds", RadiusNeighborsRegressor(radius=1, n_jobs=2)),
    "rest_letters": ("letters", OneVsRestClassifier(LinearSVC(dual=False), n_jobs=2)),
    "pairs_letters": ("letters", OneVsOneClassifier(LinearSVC(dual=False), n_jobs=2)),
    "codes_letters": ("letters", OutputCodeClassifier(DecisionTreeClassifier(random_state=0), random_state=0, n_jobs=2)),
    "stacking_diamonds": ("diamonds", StackingRegressor([("ridge", Ridge()), ("neighbors", KNeighborsRegressor())], Ridge(), n_jobs=2)),
    "radius_letters": ("letters", RadiusNeighborsClassifier(radius=3, outlier_label="most_frequent", n_jobs=2)),
    "binomial_shares": ("shares_200k", Binomial()),
    "blending_letters": ("letters", Blending(StackingClassifier(members(), LogisticRegression(), n_jobs=2))),
    "blending_diamonds": ("diamonds", Blending(StackingRegressor([("ridge", Ridge()), ("neighbors", KNeighborsRegressor())], Ridge(), n_jobs=2))),
    "baseline_letters": ("letters", DummyClassifier()),
    "baseline_diamonds": ("diamonds", DummyRegressor(strategy="median")),
}

PEERS = {"binomial_shares": "statsmodels"}


def timed(action):
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def score(model, parts):
    predicted = model.predict(parts["X_test"])
    if not is_regressor(model):
        return float((predicted == parts["y_test"]).mean())
    # Where scikit-learn has no neighbours to say anything, it is scored by what ours says: the mean.
    return float(r2_score(parts["y_test"], np.where(np.isnan(predicted), parts["y_train"].mean(), predicted)))


def load(data, part):
    path = os.path.join(CACHE, data, part)
    if os.path.exists(path + ".npy"):
        return np.load(path + ".npy")
    starts, indices, values = (np.load(f"{path}_{array}.npy") for array in ["starts", "indices", "values"])
    columns = int(np.load(os.path.join(CACHE, data, "X_columns.npy"))[0])
    return csr_matrix((values, indices.astype(np.int32), starts.astype(np.int32)), shape=(len(starts) - 1, columns))


def measure(name):
    data, estimator = WORKLOADS[name]
    parts = {part: load(data, part) for part in ["X_train", "X_test", "y_train", "y_test"]}
    clone(estimator).fit(parts["X_train"], parts["y_train"]).predict(parts["X_test"])  # warm, as ours are
    fits, predictions = [], []
    for _ in range(REPEATS):
        seconds, model = timed(lambda: clone(estimator).fit(parts["X_train"], parts["y_train"]))
        fits.append(seconds)
        seconds, _ = timed(lambda: model.predict(parts["X_test"]))
        predictions.append(seconds)
    rows, columns = parts["X_train"].shape
    print(json.dumps({
        "name": name, "size": f"{rows:,} x {columns}", "peer": PEERS.get(name, "scikit-learn"), "fit": round(statistics.median(fits), 6),
        "predict": round(statistics.median(predictions), 6), "score": round(score(model, parts), 6),
    }), flush=True)


def main():
    warnings.simplefilter("ignore")  # the default hundred steps end logistic regression early, on both sides
    for name in WORKLOADS:
        if any(part in name for part in sys.argv[1:] or [""]):
            measure(name)


if __name__ == "__main__":
    main()
