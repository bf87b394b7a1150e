#!/usr/bin/env python3
"""Writes inference.json: what statsmodels and SciPy say of regressions, influence, collinearity and correlations on small tables.

Needs python3-statsmodels, python3-pandas, python3-scipy. The tables are of examples/data, or are simulated and written along.
"""
import json
import os
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy import stats
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.outliers_influence import OLSInfluence, variance_inflation_factor

warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(os.path.dirname(HERE)), "examples", "data")
random = np.random.default_rng(20261126)
concrete = pd.read_csv(os.path.join(DATA, "concrete.csv"))
penguins = pd.read_csv(os.path.join(DATA, "penguins.csv"))
telco = pd.read_csv(os.path.join(DATA, "telco-churn.csv"))
N = 400


def rounded(values):
    return np.array([float(f"{value:.6g}") for value in np.ravel(values)])


# Badly scaled on purpose: thousandths beside millions, far from 0.
simulated = pd.DataFrame({
    "small": rounded(random.normal(size=N) * 1e-3),
    "large": rounded(random.normal(size=N) * 1e5 + 3e6),
    "year": np.floor(random.uniform(1900, 2020, N)),
    "skewed": rounded(random.exponential(2, N)),
    "group": random.choice(["a", "b", "c"], N, p=[0.5, 0.3, 0.2]),
    "cluster": random.integers(0, 37, N),
    "weight": rounded(random.uniform(0.2, 3, N)),
    "exposure": rounded(random.uniform(0.5, 4, N)),
})
eta = 300 * simulated["small"] + 2e-6 * (simulated["large"] - 3e6) + 0.01 * (simulated["year"] - 1960) + 0.3 * (simulated["group"] == "b") - 0.4 * (simulated["group"] == "c")
simulated["amount"] = rounded(5 + eta + random.normal(size=N) * np.sqrt(simulated["skewed"]) + random.normal(size=37)[simulated["cluster"]])
simulated["count"] = random.poisson(np.exp(0.3 + 0.5 * eta) * simulated["exposure"])
simulated["answer"] = np.where(random.uniform(size=N) < 1 / (1 + np.exp(-eta)), "yes", "no")
simulated["positive"] = rounded(random.gamma(3, np.exp(0.5 * eta) / 3))
simulated["inverse"] = rounded(random.gamma(20, 1 / (20 * (2 + 0.2 * eta.clip(-4, 4)))))
simulated["mixed"] = rounded(np.array([random.gamma(2, 0.5, size=k).sum() for k in random.poisson(np.exp(0.4 * eta))]))
simulated["choice"] = np.array(["l", "m", "n"])[np.argmax(np.column_stack([np.zeros(N), eta, 0.5 * simulated["skewed"] - 1]) + random.gumbel(size=(N, 3)), axis=1)]
longley = sm.datasets.longley.load_pandas().data[["TOTEMP", "GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"]]
TABLES = {"concrete": concrete, "penguins": penguins, "telco": telco, "simulated": simulated, "longley": longley}
cases = []


def design(table, features, intercept=True):
    parts = []
    for name in features:
        column = table[name]
        if column.dtype == object:
            levels = sorted(column.unique(), key=lambda level: level.encode())
            for level in levels[1:]:
                parts.append((f"{name}[{level}]", (column == level).astype(float)))
        else:
            parts.append((name, column.astype(float)))
    columns = ([("const", np.ones(len(table)))] if intercept else []) + parts
    return pd.DataFrame({name: np.asarray(values, dtype=float) for name, values in columns})


def clean(value):
    value = np.asarray(value, dtype=float)
    return value.tolist()


def coefficients(result):
    interval = np.asarray(result.conf_int())
    return {"names": list(result.params.index), "estimate": clean(result.params), "standardError": clean(result.bse), "statistic": clean(result.tvalues),
            "pValue": clean(result.pvalues), "low": clean(interval[:, 0]), "high": clean(interval[:, 1])}


def scaled(columns, intercept):
    """Takes columns about their means and of one size, as badly scaled ones cost statsmodels digits, and gives what brings coefficients back."""
    means, sizes = (columns.mean(), columns.std()) if intercept else (0 * columns.mean(), columns.std())
    means["const"], sizes["const"] = 0, 1
    means, sizes = means[columns.columns], sizes[columns.columns]
    back = np.diag(1 / sizes.values)
    if intercept:
        back[0, 1:] = -means.values[1:] / sizes.values[1:]
    return (columns - means) / sizes, back


def returned(result, names, back):
    """Brings coefficients of scaled columns back to the columns as they are."""
    estimate, errors = back @ result.params.values, np.sqrt(np.diag(back @ result.cov_params().values @ back.T))
    distribution = stats.t(getattr(result, "df_resid_inference", result.df_resid)) if result.use_t else stats.norm
    width = distribution.ppf(0.975) * errors
    return {"names": list(names), "estimate": clean(estimate), "standardError": clean(errors), "statistic": clean(estimate / errors), "pValue": clean(2 * distribution.sf(np.abs(estimate / errors))),
            "low": clean(estimate - width), "high": clean(estimate + width)}


def prepare(name, target, features, extra=()):
    table = TABLES[name].dropna(subset=[target, *features, *extra]).reset_index(drop=True)
    y = table[target]
    if y.dtype == object:
        y = (y == sorted(y.unique())[1]).astype(float)
    return table, np.asarray(y, dtype=float)


def residual_figures(residuals):
    jb, omnibus = sm.stats.jarque_bera(residuals), sm.stats.omni_normtest(residuals)
    return {"durbinWatson": float(sm.stats.durbin_watson(residuals)), "jarqueBera": float(jb[0]), "jarqueBeraPValue": float(jb[1]), "skew": float(jb[2]), "kurtosis": float(jb[3]),
            "omnibus": float(omnibus[0]), "omnibusPValue": float(omnibus[1])}


def ols(name, target, features, robust="nonrobust", weights=None, cluster=None, intercept=True, use_t=None):
    table, y = prepare(name, target, features, [one for one in [weights, cluster] if one])
    columns = design(table, features, intercept)
    x, back = scaled(columns, intercept) if name == "simulated" else (columns, np.eye(columns.shape[1]))
    model = sm.OLS(y, x) if weights is None else sm.WLS(y, x, weights=table[weights])
    more = {} if cluster is None else {"cov_kwds": {"groups": pd.factorize(table[cluster])[0]}}
    result = model.fit(cov_type=robust, use_t=use_t, **more)
    figures = {"rows": result.nobs, "modelDegrees": result.df_model, "residualDegrees": result.df_resid, "rSquared": result.rsquared, "adjustedRSquared": result.rsquared_adj,
               "fStatistic": float(result.fvalue), "fPValue": float(result.f_pvalue), "logLikelihood": result.llf, "aic": result.aic, "bic": result.bic,
               "residualSquares": result.ssr, **residual_figures(result.wresid), "conditionNumber": np.linalg.cond(x if weights is None else np.sqrt(table[weights].values)[:, None] * x)}
    if name == "simulated":
        del figures["conditionNumber"]
    predicted = result.get_prediction(x.iloc[:5]).summary_frame() if weights is None and not (cluster and use_t) else None  # it compares these with other degrees than its coefficients
    cases.append({"kind": "ols", "table": name, "target": target, "features": features, "robust": robust, "weights": weights, "cluster": cluster, "intercept": intercept, "useT": use_t,
                  "coefficients": returned(result, columns.columns, back), "figures": {key: float(value) for key, value in figures.items()},
                  "predictions": None if predicted is None else {key: clean(predicted[column]) for key, column in [
                      ("mean", "mean"), ("standardError", "mean_se"), ("low", "mean_ci_lower"), ("high", "mean_ci_upper"), ("observationLow", "obs_ci_lower"), ("observationHigh", "obs_ci_upper")]}})


def glm(name, target, features, family, settings, weights=None, cluster=None, robust="nonrobust", exposure=None, intercept=True):
    table, y = prepare(name, target, features, [one for one in [weights, cluster, exposure] if one])
    columns = design(table, features, intercept)
    x, back = scaled(columns, intercept)
    model = sm.GLM(y, x, family=family, var_weights=None if weights is None else table[weights].values, exposure=None if exposure is None else table[exposure].values)
    more = {} if cluster is None else {"cov_kwds": {"groups": pd.factorize(table[cluster])[0]}}
    # From a rough fit on, as the iterations from the means of the target overflow for some tables.
    start = np.concatenate([[family.link(np.average(y))], np.zeros(x.shape[1] - 1)]) if intercept else None
    result = model.fit(tol=1e-15, maxiter=500, start_params=start, cov_type=robust, **more)
    assert np.isfinite(result.params).all(), (name, target, settings)
    figures = {"logLikelihood": result.llf, "deviance": result.deviance, "nullDeviance": result.null_deviance, "pearsonChiSquared": result.pearson_chi2, "scale": result.scale,
               "aic": result.aic, "bic": result.bic_llf}
    if weights is None:
        figures["nullLogLikelihood"] = result.llnull
        figures["coxSnellRSquared"] = result.pseudo_rsquared(kind="cs")
    influence = result.get_influence(observed=False) if robust == "nonrobust" and weights is None and exposure is None else None
    cases.append({"kind": "glm", "table": name, "target": target, "features": features, **settings, "robust": robust, "weights": weights, "cluster": cluster, "exposure": exposure,
                  "intercept": intercept, "coefficients": returned(result, columns.columns, back), "figures": {key: float(value) for key, value in figures.items() if np.isfinite(value)},
                  "influence": None if influence is None else {"leverage": clean(influence.hat_matrix_diag[:40]), "studentized": clean(influence.resid_studentized[:40]), "cooks": clean(influence.cooks_distance[0][:40]),
                                                                   "dfbetas": clean((influence.d_params[:40] @ back.T / np.sqrt(np.diag(back @ result.cov_params().values @ back.T))).ravel())}})


MATERIALS = ["cement", "blast_furnace_slag", "fly_ash", "water", "superplasticizer", "coarse_aggregate", "fine_aggregate", "age"]
SIMULATED = ["small", "large", "year", "group"]
for kind in ["nonrobust", "HC0", "HC1", "HC2", "HC3"]:
    ols("concrete", "compressive_strength", MATERIALS, kind)
    ols("simulated", "amount", SIMULATED, kind)
ols("penguins", "body_mass_g", ["flipper_length_mm", "bill_length_mm", "species", "sex"])
ols("penguins", "body_mass_g", ["flipper_length_mm", "island"], "HC3", use_t=True)
ols("simulated", "amount", SIMULATED, weights="weight")
ols("simulated", "amount", SIMULATED, "HC3", weights="weight")
ols("simulated", "amount", SIMULATED, "cluster", cluster="cluster")
ols("simulated", "amount", SIMULATED, "cluster", cluster="cluster", use_t=True)
ols("concrete", "compressive_strength", ["cement", "water"], intercept=False)
ols("longley", "TOTEMP", ["GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"])

LINKS = sm.families.links
F = sm.families
CHURN = ["tenure", "monthly_charges", "senior_citizen", "contract", "payment_method", "paperless_billing"]
glm("telco", "churn", CHURN, F.Binomial(), {"family": "Binomial", "link": "Logit"})
for kind in ["HC0", "nonrobust"]:
    glm("simulated", "answer", SIMULATED, F.Binomial(), {"family": "Binomial", "link": "Logit"}, robust=kind)
    glm("simulated", "count", SIMULATED, F.Poisson(), {"family": "Poisson", "link": "Log"}, robust=kind)
glm("simulated", "answer", SIMULATED, F.Binomial(), {"family": "Binomial", "link": "Logit"}, robust="cluster", cluster="cluster")
glm("simulated", "answer", SIMULATED, F.Binomial(LINKS.probit()), {"family": "Binomial", "link": "Probit"})
glm("simulated", "answer", SIMULATED, F.Binomial(LINKS.cloglog()), {"family": "Binomial", "link": "Cloglog"})
glm("simulated", "count", SIMULATED, F.Poisson(), {"family": "Poisson", "link": "Log"}, exposure="exposure")
glm("simulated", "count", SIMULATED, F.Poisson(), {"family": "Poisson", "link": "Log"}, weights="weight")
glm("simulated", "count", SIMULATED, F.NegativeBinomial(alpha=0.7), {"family": "NegativeBinomial", "parameter": 0.7, "link": "Log"})
for kind in ["HC0", "cluster"]:
    more = {"robust": kind, "cluster": "cluster" if kind == "cluster" else None}
    glm("simulated", "count", SIMULATED, F.NegativeBinomial(alpha=0.7), {"family": "NegativeBinomial", "parameter": 0.7, "link": "Log"}, **more)
    glm("simulated", "positive", SIMULATED, F.Gamma(LINKS.log()), {"family": "Gamma", "link": "Log"}, **more)
    glm("simulated", "positive", SIMULATED, F.InverseGaussian(LINKS.log()), {"family": "InverseGaussian", "link": "Log"}, **more)
    glm("simulated", "answer", SIMULATED, F.Binomial(LINKS.probit()), {"family": "Binomial", "link": "Probit"}, **more)
    glm("simulated", "mixed", SIMULATED, F.Tweedie(LINKS.log(), var_power=1.5), {"family": "Tweedie", "parameter": 1.5, "link": "Log"}, **more)
glm("simulated", "amount", SIMULATED, F.Gaussian(), {"family": "Gaussian", "link": "Identity"})
glm("simulated", "positive", SIMULATED, F.Gaussian(LINKS.log()), {"family": "Gaussian", "link": "Log"})
glm("simulated", "positive", SIMULATED, F.Gamma(LINKS.log()), {"family": "Gamma", "link": "Log"})
glm("simulated", "positive", SIMULATED, F.Gamma(LINKS.log()), {"family": "Gamma", "link": "Log"}, weights="weight")
glm("simulated", "inverse", ["skewed", "group"], F.Gamma(), {"family": "Gamma", "link": "Inverse"})
glm("simulated", "inverse", ["skewed", "group"], F.InverseGaussian(), {"family": "InverseGaussian", "link": "InverseSquared"})
glm("simulated", "positive", SIMULATED, F.InverseGaussian(LINKS.log()), {"family": "InverseGaussian", "link": "Log"})
glm("simulated", "mixed", SIMULATED, F.Tweedie(LINKS.log(), var_power=1.5), {"family": "Tweedie", "parameter": 1.5, "link": "Log"})

# Shares of trials, in statsmodels' form of two columns: successes and failures. The trials go as weights here.
shares = simulated.assign(decade=simulated["year"] // 10).groupby(["group", "decade"])["answer"].agg(trials="size", share=lambda column: (column == "yes").mean()).reset_index()
x = sm.add_constant(np.column_stack([(shares["decade"] - 196).values, (shares["group"] == "b").astype(float), (shares["group"] == "c").astype(float)]))
wins = (shares["trials"] * shares["share"]).round().values
result = sm.GLM(np.column_stack([wins, shares["trials"] - wins]), x, family=F.Binomial()).fit(tol=1e-15, maxiter=500)
cases.append({"kind": "trials", "wins": clean(wins), "trials": clean(shares["trials"]), "columns": clean(x[:, 1:].ravel()), "estimate": clean(result.params), "standardError": clean(result.bse),
              "figures": {"logLikelihood": result.llf, "nullLogLikelihood": result.llnull, "aic": result.aic, "bic": result.bic_llf, "deviance": result.deviance, "pseudoRSquared": float(1 - result.llf / result.llnull)}})

# Joint tests of several coefficients, with the distribution that the fit takes.
for robust, use_t in [("nonrobust", None), ("HC3", None), ("HC3", True), ("cluster", None), ("cluster", True)]:
    x, back = scaled(design(simulated, SIMULATED), True)
    more = {"cov_kwds": {"groups": pd.factorize(simulated["cluster"])[0]}} if robust == "cluster" else {}
    result = sm.OLS(simulated["amount"].values, x).fit(cov_type=robust, use_t=use_t, **more)
    test = result.wald_test(np.eye(6)[1:4], scalar=True)
    cases.append({"kind": "wald", "table": "simulated", "target": "amount", "features": SIMULATED, "robust": robust, "cluster": "cluster" if more else None, "useT": use_t, "tested": SIMULATED[:3],
                  "distribution": test.distribution, "statistic": float(test.statistic), "pValue": float(test.pvalue), "residualDegrees": float(test.df_denom) if test.distribution == "F" else None})

# Influence of each row, and the generalised least squares of errors that depend on their neighbours.
for name, target, features in [("concrete", "compressive_strength", MATERIALS), ("penguins", "body_mass_g", ["flipper_length_mm", "species"]), ("longley", "TOTEMP", ["GNP", "UNEMP"])]:
    table, y = prepare(name, target, features)
    influence = OLSInfluence(sm.OLS(y, design(table, features)).fit())
    rows = slice(0, 60)
    cases.append({"kind": "influence", "table": name, "target": target, "features": features, "leverage": clean(influence.hat_matrix_diag[rows]),
                  "internal": clean(influence.resid_studentized_internal[rows]), "external": clean(influence.resid_studentized_external[rows]), "cooks": clean(influence.cooks_distance[0][rows]),
                  "cooksPValue": clean(influence.cooks_distance[1][rows]), "dffits": clean(influence.dffits[0][rows]), "dfbetas": clean(influence.dfbetas[rows].ravel())})
sigma = 0.6 ** np.abs(np.subtract.outer(np.arange(len(longley)), np.arange(len(longley))))
gls = sm.GLS(np.asarray(longley["TOTEMP"]), design(longley, ["GNP", "UNEMP"]), sigma=sigma).fit()
cases.append({"kind": "gls", "table": "longley", "target": "TOTEMP", "features": ["GNP", "UNEMP"], "correlation": 0.6, "coefficients": coefficients(gls),
              "figures": {"rSquared": gls.rsquared, "logLikelihood": gls.llf, "aic": gls.aic, "fStatistic": float(gls.fvalue), **residual_figures(gls.wresid)}})

# Collinearity: each factor by its own regression.
for name, features, intercept in [("concrete", MATERIALS, True), ("concrete", MATERIALS, False), ("simulated", ["small", "large", "year", "skewed", "group"], True), ("longley", list(longley.columns[1:]), True)]:
    x = design(TABLES[name].dropna(subset=features).reset_index(drop=True), features, intercept)
    cases.append({"kind": "vif", "table": name, "features": features, "intercept": intercept, "names": list(x.columns), "vif": [float(variance_inflation_factor(x.values, i)) for i in range(x.shape[1])]})
# The generalised factor by its definition, of determinants of correlations.
x = design(penguins.dropna(subset=["species", "island", "body_mass_g"]).reset_index(drop=True), ["species", "island", "body_mass_g"])
r = np.corrcoef(x.values[:, 1:], rowvar=False)
own, others = [0, 1], [2, 3, 4]
cases.append({"kind": "gvif", "table": "penguins", "features": ["species", "island", "body_mass_g"], "species": float(np.linalg.det(r[np.ix_(own, own)]) * np.linalg.det(r[np.ix_(others, others)]) / np.linalg.det(r))})

numbers = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
for kind in ["pearson", "spearman", "kendall"]:
    cases.append({"kind": "correlation", "table": "penguins", "method": kind, "names": numbers, "values": clean(penguins[numbers].corr(kind).values.ravel())})
categories = ["species", "island", "sex"]
cramer = [[stats.contingency.association(pd.crosstab(penguins[a], penguins[b]).values, method="cramer") for b in categories] for a in categories]
cases.append({"kind": "correlation", "table": "penguins", "method": "cramer", "names": categories, "values": clean(np.ravel(cramer))})
pairs = penguins.dropna(subset=["island", "body_mass_g"])
eta_squared = smf.ols("body_mass_g ~ C(island)", pairs).fit().rsquared
cases.append({"kind": "ratio", "table": "penguins", "names": ["island", "body_mass_g"], "value": float(np.sqrt(eta_squared))})

# Tables of variance, each term in its order, and each beside all others.
complete = penguins.dropna(subset=["body_mass_g", "flipper_length_mm", "species", "sex"])
fitted = smf.ols("body_mass_g ~ flipper_length_mm + C(species) + C(sex)", complete).fit()
for kind in [1, 2]:
    table = anova_lm(fitted, typ=kind)
    cases.append({"kind": "anova", "table": "penguins", "target": "body_mass_g", "features": ["flipper_length_mm", "species", "sex"], "type": kind, "degrees": clean(table["df"]),
                  "squares": clean(table["sum_sq"]), "statistic": clean(table["F"][:-1]), "pValue": clean(table["PR(>F)"][:-1]), "terms": list(table.index)})

# The multinomial model.
table, _ = prepare("simulated", "choice", SIMULATED)
levels = sorted(table["choice"].unique())
x = design(table, SIMULATED)
scale = x.abs().max()
result = sm.MNLogit(pd.Categorical(table["choice"], levels).codes, x / scale).fit(method="newton", tol=1e-14, maxiter=200, disp=False)
cases.append({"kind": "multinomial", "table": "simulated", "target": "choice", "features": SIMULATED, "estimate": clean((result.params.values / scale.values[:, None]).T.ravel()),
              "standardError": clean((result.bse.values / scale.values[:, None]).T.ravel()), "pValue": clean(result.pvalues.values.T.ravel()),
              "figures": {"logLikelihood": result.llf, "nullLogLikelihood": result.llnull, "pseudoRSquared": result.prsquared, "aic": result.aic, "bic": result.bic}})

# Comparisons of nested models; the score test needs the smaller one alone.
table, y = prepare("telco", "churn", ["tenure", "monthly_charges", "contract"])
small, large = design(table, ["tenure", "monthly_charges"]), design(table, ["tenure", "monthly_charges", "contract"])
fits = [sm.GLM(y, x, family=F.Binomial()).fit(tol=1e-14) for x in [small, large]]
score = fits[0].model.score_test(fits[0].params, exog_extra=large.iloc[:, 3:].values, observed=False)
wald = fits[1].wald_test(np.eye(5)[3:], scalar=True)
cases.append({"kind": "comparison", "table": "telco", "target": "churn", "small": ["tenure", "monthly_charges"], "large": ["tenure", "monthly_charges", "contract"],
              "likelihoodRatio": 2 * (fits[1].llf - fits[0].llf), "score": float(np.ravel(score[0])[0]), "scorePValue": float(np.ravel(score[1])[0]), "wald": float(wald.statistic), "waldPValue": float(wald.pvalue)})
small, large = [sm.OLS(concrete["compressive_strength"], design(concrete, features)).fit() for features in [["cement", "water"], ["cement", "water", "age", "fly_ash"]]]
f, p, _ = large.compare_f_test(small)
lr, lr_p, _ = large.compare_lr_test(small)
cases.append({"kind": "nested", "table": "concrete", "target": "compressive_strength", "small": ["cement", "water"], "large": ["cement", "water", "age", "fly_ash"], "f": f, "fPValue": p, "likelihoodRatio": lr,
              "likelihoodRatioPValue": lr_p})

# Condition indices and variance proportions by their definition.
x = design(concrete, MATERIALS).values
u, d, vt = np.linalg.svd(x / np.linalg.norm(x, axis=0))
shares = (vt / d[:, None]) ** 2
cases.append({"kind": "collinearity", "table": "concrete", "features": MATERIALS, "indices": clean(d[0] / d), "proportions": clean((shares / shares.sum(axis=0)).ravel())})

# Models with a penalty, by the formula of the sandwich of penalised information.
x = design(concrete, ["cement", "water", "age"]).values
y = concrete["compressive_strength"].values
penalty = np.diag([0.0, 1e6, 1e6, 1e6])
inverse = np.linalg.inv(x.T @ x + penalty)
beta = inverse @ x.T @ y
effective = np.trace(inverse @ x.T @ x)
scale = ((y - x @ beta) ** 2).sum() / (len(y) - effective)
cases.append({"kind": "penalized", "table": "concrete", "target": "compressive_strength", "features": ["cement", "water", "age"], "penalty": 1e6, "estimate": clean(beta),
              "standardError": clean(np.sqrt(scale * np.diag(inverse @ x.T @ x @ inverse))), "effective": effective})

with open(os.path.join(HERE, "inference.json"), "w", encoding="utf-8") as file:
    json.dump({"simulated": {name: simulated[name].tolist() for name in simulated.columns}, "longley": {name: longley[name].tolist() for name in longley.columns}, "cases": cases}, file, separators=(",", ":"), allow_nan=False)
    file.write("\n")
