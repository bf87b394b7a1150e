#!/usr/bin/env python3
"""Writes designs.json: what statsmodels says of regressions with interactions and powers, and of their analyses of variance.

Needs python3-statsmodels, python3-pandas, python3-patsy. The table is simulated, unbalanced, and written along.
"""
import json
import os
import re

import numpy as np
import pandas as pd
import patsy
import statsmodels.api as sm
import statsmodels.formula.api as smf
from statsmodels.stats.anova import anova_lm

HERE = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(20261127)
N = 240
table = pd.DataFrame({
    "x": np.round(random.normal(2, 1, N), 3),
    "z": np.round(random.exponential(1.5, N), 3),
    "a": random.choice(["p", "q", "r"], N, p=[0.5, 0.3, 0.2]),
    "b": random.choice(["u", "v"], N, p=[0.7, 0.3]),
    "c": random.choice(["k", "l"], N, p=[0.4, 0.6]),
    "weight": np.round(random.uniform(0.3, 3, N), 3),
    "group": random.integers(0, 30, N),
})
signal = 0.6 * table["x"] - 0.3 * table["z"] + 0.5 * (table["a"] == "q") * table["x"] - 0.8 * ((table["a"] == "r") & (table["b"] == "v")) + 0.3 * (table["c"] == "l")
table["y"] = np.round(1 + signal + random.normal(size=N) * (0.5 + 0.3 * table["z"]), 4)
table["count"] = random.poisson(np.exp(0.4 * signal))
table["answer"] = np.where(random.uniform(size=N) < 1 / (1 + np.exp(-signal)), "yes", "no")
table["positive"] = np.round(random.gamma(4, np.exp(0.4 * signal) / 4) + 0.001, 4)
table["choice"] = np.array(["l", "m", "n"])[np.argmax(np.column_stack([np.zeros(N), signal - 1, 0.3 * table["z"]]) + random.gumbel(size=(N, 3)), axis=1)]
cases = []


def formula(target, terms, intercept=True, code=""):
    """Writes our terms as statsmodels' formula."""
    def factor(name):
        if "^" in name:
            return f"I({name.replace('^', '**')})"
        return f"C({name}, {code})" if code and name in "abc" else name
    parts = [re.sub(r"[a-z](\^\d)?", lambda one: factor(one.group(0)), term) for term in terms]
    return f"{target} ~ {'' if intercept else '0 + '}{' + '.join(parts)}"


def ours(name):
    """Writes statsmodels' name of a column or term as ours, its parts in the order of their names."""
    name = re.sub(r"C\((\w), Sum\)", r"\1", name).replace("[T.", "[")
    name = re.sub(r"I\((\w) \*\* (\d)\)", r"\1^\2", name)
    return "const" if name == "Intercept" else ":".join(sorted(name.split(":")))


def clean(values):
    return [None if not np.isfinite(value) else float(value) for value in np.ravel(np.asarray(values, dtype=float))]


def fitted(target, terms, method="ols", robust="nonrobust", intercept=True, weights=None):
    text = formula("numeric", terms, intercept)
    data = table.assign(numeric=(table[target] == "yes").astype(float) if target == "answer" else table[target])
    more = {"cov_kwds": {"groups": table["group"]}} if robust == "cluster" else {}
    if method == "ols":
        result = (smf.ols(text, data) if weights is None else smf.wls(text, data, weights=data[weights])).fit(cov_type=robust, **more)
        figures = {"rSquared": result.rsquared, "adjustedRSquared": result.rsquared_adj, "fStatistic": float(result.fvalue), "logLikelihood": result.llf, "aic": result.aic, "modelDegrees": result.df_model}
    else:
        family = {"logit": sm.families.Binomial(), "poisson": sm.families.Poisson(), "gamma": sm.families.Gamma(sm.families.links.log())}[method]
        result = smf.glm(text, data, family=family).fit(tol=1e-15, maxiter=200, cov_type=robust, **more)
        figures = {"logLikelihood": result.llf, "deviance": result.deviance, "modelDegrees": result.df_model}
    cases.append({"kind": "fit", "target": target, "terms": terms, "method": method, "robust": robust, "intercept": intercept, "weights": weights, "names": [ours(name) for name in result.params.index],
                  "estimate": clean(result.params), "standardError": clean(result.bse), "pValue": clean(result.pvalues), "figures": {key: float(value) for key, value in figures.items() if np.isfinite(value)},
                  "predictions": clean(result.predict(data.iloc[:10]))})


def anova(terms, kind, robust=None, intercept=True):
    result = smf.ols(formula("y", terms, intercept, "Sum"), table).fit()
    rows = anova_lm(result, typ=kind, robust=robust)
    cases.append({"kind": "anova", "target": "y", "terms": terms, "type": kind, "robust": robust, "intercept": intercept, "names": [ours(name) for name in rows.index], "degrees": clean(rows["df"]),
                  "squares": None if robust else clean(rows["sum_sq"]), "statistic": clean(rows["F"]), "pValue": clean(rows["PR(>F)"])})


def deviances(target, terms, method, kind):
    """Leaves columns of the terms out of the design with sum-to-zero coding, and compares the deviances."""
    family = {"logit": sm.families.Binomial(), "poisson": sm.families.Poisson(), "gamma": sm.families.Gamma(sm.families.links.log())}.get(method)
    y = (table[target] == "yes").astype(float).values if method == "logit" else table[target]
    x = patsy.dmatrix(formula("", terms, True, "Sum").split("~")[1], table)
    slices = x.design_info.term_name_slices

    def deviance(absent):
        columns = [j for j in range(x.shape[1]) if not any(slices[name].start <= j < slices[name].stop for name in absent)]
        if family is None:
            codes = pd.Categorical(table[target], sorted(table[target].unique())).codes
            return -2 * sm.MNLogit(codes, np.asarray(x)[:, columns]).fit(method="newton", tol=1e-14, maxiter=200, disp=False).llf, 2
        result = sm.GLM(y, np.asarray(x)[:, columns], family=family).fit(tol=1e-15, maxiter=200)
        return result.deviance / full_scale, 1

    full_scale = 1
    if method == "gamma":
        full_scale = sm.GLM(y, np.asarray(x), family=family).fit(tol=1e-15, maxiter=200).scale
    names, degrees, statistics = [], [], []
    for name in slices:
        if name == "Intercept":
            continue
        factors = set(name.split(":"))
        absent = [other for other in slices if kind == 2 and factors < set(other.split(":"))] + ([other for other in slices if slices[other].start > slices[name].start] if kind == 1 else [])
        (less, classes), (more, _) = deviance(absent + [name]), deviance(absent)
        names.append(ours(name))
        degrees.append((slices[name].stop - slices[name].start) * classes)
        statistics.append((less - more) / (degrees[-1] if method == "gamma" else 1))
    cases.append({"kind": "deviance", "target": target, "terms": terms, "method": method, "type": kind, "names": names, "degrees": clean(degrees), "statistic": clean(statistics)})


for terms in [["a*b"], ["a*x"], ["x*z"], ["x", "x^2", "a"], ["a*b*c"], ["a*b", "x", "b:x"], ["x", "a:x"], ["a:b"], ["a:x"], ["x", "a:b"], ["a", "a:b"], ["a:b", "x:a"], ["a*x^2"], ["a*b*x"]]:
    fitted("y", terms)
fitted("y", ["a*b", "x"], robust="HC3")
fitted("y", ["a*x"], robust="HC1", weights="weight")
fitted("y", ["a*b"], robust="cluster")
fitted("y", ["a", "x"], intercept=False)
fitted("y", ["a*b"], intercept=False)
fitted("y", ["x", "a:x"], intercept=False)
fitted("y", ["a:b:x"], intercept=False)
fitted("answer", ["a*x", "b"], method="logit")
fitted("answer", ["a:x"], method="logit", robust="HC0")
fitted("count", ["a*b", "x"], method="poisson")
fitted("positive", ["x*z", "b:c"], method="gamma")
for kind in [1, 2, 3]:
    for terms in [["a", "b", "a:b"], ["a", "b", "c", "a:b", "a:c", "b:c", "a:b:c"], ["x", "z", "x:z"], ["a", "x", "a:x"], ["a", "b", "x", "a:b", "b:x"], ["x", "x^2", "a", "a:x"]]:
        anova(terms, kind)
        if kind > 1:
            anova(terms, kind, "hc3")
    for target, method in [("answer", "logit"), ("count", "poisson"), ("positive", "gamma"), ("choice", "multinomial")]:
        deviances(target, ["a", "b", "x", "a:b", "b:x"], method, kind)

with open(os.path.join(HERE, "designs.json"), "w", encoding="utf-8") as file:
    json.dump({"table": {name: table[name].tolist() for name in table.columns}, "cases": cases}, file, separators=(",", ":"), allow_nan=False)
    file.write("\n")
