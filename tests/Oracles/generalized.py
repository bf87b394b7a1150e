#!/usr/bin/env python3
"""Writes generalized.json: what statsmodels, scikit-learn and SciPy's linear programming find for generalised linear, robust, quantile and isotonic regressions.

Needs python3-sklearn, python3-statsmodels, python3-scipy.
"""
import json
import os
import warnings

import numpy as np
import statsmodels.api as sm
from scipy.optimize import linprog, root
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import GammaRegressor, HuberRegressor, PoissonRegressor, TweedieRegressor

random = np.random.default_rng(20260801)
N, P = 160, 4


def rounded(values):
    return np.array([float(f"{value:.6g}") for value in np.ravel(values)]).reshape(np.shape(values))


X = rounded(random.normal(size=(N, P)) * [1, 2, 0.5, 1] + [0, 1, -1, 3])
eta = 0.4 * X[:, 0] - 0.2 * X[:, 1] + 0.5 * X[:, 2] + 0.1 * X[:, 3] + 0.3
W = rounded(random.uniform(0.2, 3, N))
TRIALS = random.integers(1, 20, N).astype(float)
TARGETS = {
    "counts": random.poisson(np.exp(eta)).astype(float),
    "amounts": rounded(random.gamma(2, np.exp(eta) / 2)),
    "mixed": rounded(np.array([random.gamma(2, 0.5, size=k).sum() for k in random.poisson(np.exp(eta))])),
    "shares": random.binomial(TRIALS.astype(int), 1 / (1 + np.exp(-eta))) / TRIALS,
    "answers": (random.uniform(size=N) < 1 / (1 + np.exp(-eta))).astype(float),
    "numbers": rounded(2 * eta + random.standard_t(2, N)),
}
cases = []


def add(estimator, target, settings, weighted, coefficients, intercept, **more):
    cases.append({"estimator": estimator, "target": target, "settings": settings, "weighted": weighted, "coefficients": list(map(float, coefficients)),
                  "intercept": float(intercept), **{key: np.asarray(value).tolist() for key, value in more.items()}})


def weights_of(target, weighted):
    return (TRIALS if target == "shares" else W) if weighted else np.ones(N)


LINKS = sm.families.links
# Without a penalty: statsmodels. Its weights are those of variances, which give the same coefficients.
for estimator, family, target, settings in [
    ("PoissonRegression", sm.families.Poisson(LINKS.log()), "counts", {"Link": "Log"}),
    ("GammaRegression", sm.families.Gamma(LINKS.log()), "amounts", {"Link": "Log"}),
    ("TweedieRegression", sm.families.Tweedie(LINKS.log(), var_power=1.5), "mixed", {"Power": 1.5, "Link": "Log"}),
    ("TweedieRegression", sm.families.InverseGaussian(LINKS.log()), "amounts", {"Power": 3.0, "Link": "Log"}),
    ("TweedieRegression", sm.families.Gaussian(LINKS.log()), "amounts", {"Power": 0.0, "Link": "Log"}),
    ("BinomialRegression", sm.families.Binomial(LINKS.logit()), "shares", {"Link": "Logit"}),
    ("BinomialRegression", sm.families.Binomial(LINKS.probit()), "shares", {"Link": "Probit"}),
    ("BinomialRegression", sm.families.Binomial(LINKS.cloglog()), "shares", {"Link": "ComplementaryLogLog"}),
    ("BinomialRegression", sm.families.Binomial(LINKS.logit()), "answers", {"Link": "Logit"}),
    ("BinomialRegression", sm.families.Binomial(LINKS.probit()), "answers", {"Link": "Probit"}),
]:
    for weighted in [False, True]:
        weights = weights_of(target, weighted)
        result = sm.GLM(TARGETS[target], sm.add_constant(X), family=family, var_weights=weights).fit(tol=1e-14, maxiter=300)
        add(estimator, target, {**settings, "Alpha": 0.0}, weighted, result.params[1:], result.params[0], predictions=result.fittedvalues[:8])
        if estimator == "PoissonRegression":
            without = sm.GLM(TARGETS[target], X, family=family, var_weights=weights).fit(tol=1e-14, maxiter=300)
            add(estimator, target, {**settings, "Alpha": 0.0, "Intercept": False}, weighted, without.params, 0, predictions=without.fittedvalues[:8])

# Means that add up must stay above 0: counts and amounts far from it.
far = rounded(20 + 2 * X[:, 0] - X[:, 1])
TARGETS["many"] = random.poisson(far).astype(float)
TARGETS["large"] = rounded(random.gamma(10, far / 10))
TARGETS["inverse"] = rounded(random.gamma(10, 1 / (10 * (0.05 * far))))
for estimator, family, target, settings in [
    ("PoissonRegression", sm.families.Poisson(LINKS.identity()), "many", {"Link": "Identity"}),
    ("GammaRegression", sm.families.Gamma(LINKS.identity()), "large", {"Link": "Identity"}),
    ("GammaRegression", sm.families.Gamma(LINKS.inverse_power()), "inverse", {"Link": "Inverse"}),
]:
    result = sm.GLM(TARGETS[target], sm.add_constant(X), family=family).fit(tol=1e-14, maxiter=300)
    add(estimator, target, {**settings, "Alpha": 0.0}, False, result.params[1:], result.params[0], predictions=result.fittedvalues[:8])

# With a penalty: scikit-learn.
for estimator, model, target, settings in [
    ("PoissonRegression", PoissonRegressor, "counts", {}),
    ("GammaRegression", GammaRegressor, "amounts", {}),
    ("TweedieRegression", lambda **more: TweedieRegressor(power=1.5, **more), "mixed", {"Power": 1.5}),
    ("TweedieRegression", lambda **more: TweedieRegressor(power=0, **more), "numbers", {"Power": 0.0}),
    ("TweedieRegression", lambda **more: TweedieRegressor(power=3, **more), "amounts", {"Power": 3.0}),
]:
    for alpha, intercept, weighted in [(1.0, True, False), (0.05, True, True), (0.3, False, True)]:
        fitted = model(alpha=alpha, fit_intercept=intercept, tol=1e-11, max_iter=10_000).fit(X, TARGETS[target], sample_weight=weights_of(target, weighted))
        add(estimator, target, {**settings, "Alpha": alpha, "Intercept": intercept}, weighted, fitted.coef_, fitted.intercept_, predictions=fitted.predict(X[:8]))


def huber_gradient(parameters, epsilon, alpha, intercept, weights):
    w, c, sigma = parameters[:P], parameters[P] if intercept else 0.0, parameters[-1]
    r = TARGETS["numbers"] - X @ w - c
    inner = np.abs(r) <= epsilon * sigma
    by_prediction = weights * np.where(inner, -2 * r / sigma, -2 * epsilon * np.sign(r))
    by_scale = (weights * np.where(inner, 1 - (r / sigma) ** 2, 1 - epsilon ** 2)).sum()
    return np.concatenate([X.T @ by_prediction + 2 * alpha * w, [by_prediction.sum()] if intercept else [], [by_scale]])


for epsilon, alpha, intercept, weighted in [(1.35, 1e-4, True, False), (1.1, 0.5, True, True), (2.0, 0.0, False, False), (1.35, 10.0, False, True)]:
    fitted = HuberRegressor(epsilon=epsilon, alpha=alpha, fit_intercept=intercept, tol=1e-11, max_iter=10_000).fit(X, TARGETS["numbers"], sample_weight=weights_of("numbers", weighted))
    # Its L-BFGS ends with four digits or so: the rest come from the derivatives, which must be 0.
    weights = weights_of("numbers", weighted)
    start = np.concatenate([fitted.coef_, [fitted.intercept_] if intercept else [], [fitted.scale_]])
    solution = root(huber_gradient, start, args=(epsilon, alpha, intercept, weights), tol=1e-14).x
    assert np.abs(huber_gradient(solution, epsilon, alpha, intercept, weights)).max() < 1e-9 and np.allclose(solution, start, atol=1e-3)
    add("HuberRegression", "numbers", {"Epsilon": epsilon, "Alpha": alpha, "Intercept": intercept}, weighted, solution[:P], solution[P] if intercept else 0, scale=solution[-1])


def quantile(x, y, weights, level, alpha, intercept):
    """The linear programme as scikit-learn's QuantileRegressor poses it, for HiGHS with tight tolerances."""
    weights = weights / weights.sum()
    n, p = x.shape
    design = np.hstack([np.ones((n, 1)), x]) if intercept else x
    first = int(intercept)
    size = design.shape[1]
    costs = np.concatenate([np.full(2 * size, alpha), weights * level, weights * (1 - level)])
    if intercept:
        costs[0] = costs[size] = 0
    equations = np.hstack([design, -design, np.eye(n), -np.eye(n)])
    result = linprog(costs, A_eq=equations, b_eq=y, method="highs", options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10})
    assert result.success
    parameters = result.x[:size] - result.x[size:2 * size]
    return result.fun, parameters[first:], parameters[0] if intercept else 0.0


for level, alpha, intercept, weighted in [(0.5, 0.0, True, False), (0.1, 0.0, True, True), (0.9, 0.02, True, False), (0.25, 0.1, True, True), (0.75, 0.0, False, True), (0.5, 0.3, False, False), (0.5, 5.0, True, True)]:
    value, coefficients, constant = quantile(X, TARGETS["numbers"], weights_of("numbers", weighted), level, alpha, intercept)
    add("QuantileRegression", "numbers", {"Quantile": level, "Alpha": alpha, "Intercept": intercept}, weighted, coefficients, constant, objective=value)
# Counts give many rows on the plane: more than one solution may be best, so that only the objective is compared.
for level, alpha in [(0.5, 0.0), (0.8, 0.01)]:
    value, coefficients, constant = quantile(X, TARGETS["counts"], np.ones(N), level, alpha, True)
    add("QuantileRegression", "counts", {"Quantile": level, "Alpha": alpha, "Intercept": True}, False, coefficients, constant, objective=value)

# Ties in the feature, and both directions.
TIED = np.round(X, 1)
for column, direction, weighted in [(0, "Increasing", False), (0, "Decreasing", True), (1, "Auto", True), (2, "Auto", False)]:
    increasing = {"Increasing": True, "Decreasing": False, "Auto": "auto"}[direction]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = IsotonicRegression(increasing=increasing, out_of_bounds="clip").fit(TIED[:, column], TARGETS["numbers"], sample_weight=weights_of("numbers", weighted))
    asked = np.linspace(-6, 8, 57)
    cases.append({"estimator": "IsotonicRegression", "target": "numbers", "settings": {"Direction": direction}, "weighted": weighted, "column": column,
                  "asked": asked.tolist(), "predictions": fitted.predict(asked).tolist()})

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "generalized.json"), "w", encoding="utf-8") as file:
    json.dump({"features": X.tolist(), "weights": W.tolist(), "trials": TRIALS.tolist(), "targets": {name: values.tolist() for name, values in TARGETS.items()}, "cases": cases},
              file, separators=(",", ":"))
    file.write("\n")
