"""Writes drift.json: tests and distances of two samples, and of counts, from SciPy.

Two of SciPy's chances of Kolmogorov and Smirnov are taken from elsewhere: its exact chance of two samples falls back to the limit where rounding makes it
greater than 1 (7 and 7 rows that are never farther apart than one), so paths are counted here in whole numbers; and its chance of one sample of 141 to some
hundred rows is off by up to 2e-7 (of 141 rows at 0.05895063447465632 it is 0.68871023974932 by Durbin's matrix in 60 digits), so Durbin's matrix stands for it.
"""
import json
import math
import os

import numpy as np
from scipy import stats
from scipy.spatial import distance

rng = np.random.default_rng(7)


def sample(kind, n, shift):
    if kind == "normal":
        return np.round(rng.normal(shift, 1, n), 5)
    if kind == "scale":
        return np.round(rng.normal(0, 1 + shift, n), 5)
    if kind == "ties":
        return np.round(rng.normal(shift, 1, n), 1)
    return np.floor(rng.exponential(3 + shift, n))


def paths(first, second):
    """The share of all ways to mix two samples that part them as far, by counting paths."""
    n, m = len(first), len(second)
    both = np.concatenate([first, second])
    gaps = np.searchsorted(np.sort(first), both, "right") * m - np.searchsorted(np.sort(second), both, "right") * n
    far = int(np.abs(gaps).max())
    near = [0] * (m + 1)
    for i in range(n + 1):
        for j in range(m + 1):
            before = (1 if i == j == 0 else 0) + (near[j] if i > 0 else 0) + (near[j - 1] if j > 0 else 0)
            near[j] = before if abs(i * m - j * n) < far else 0
    return 1 - near[m] / math.comb(n + m, n)


def kolmogorov_upper(n, x):
    if not 140 < n <= 5000 or n * x * x >= 2.2 or n * x > 60:
        return float(stats.kstwo.sf(x, n))
    k = int(n * x) + 1
    size, h = 2 * k - 1, k - n * x
    matrix = np.array([[1.0 if i - j + 1 >= 0 else 0.0 for j in range(size)] for i in range(size)])
    for i in range(size):
        matrix[i, 0] -= h ** (i + 1)
        matrix[-1, i] -= h ** (size - i)
    matrix[-1, 0] += max(0.0, 2 * h - 1) ** size
    matrix /= np.array([[math.factorial(max(1, i - j + 1)) for j in range(size)] for i in range(size)], dtype=float)
    power, scale, log = np.eye(size), 0.0, 0.0
    for bit in bin(n)[2:]:
        power, log = power @ power, 2 * log
        power = power @ matrix if bit == "1" else power
        scale = power[k - 1, k - 1]
        power, log = power / scale, log + math.log(scale)
    return float(1 - math.exp(log + math.lgamma(n + 1) - n * math.log(n)))


samples = []
for kind in ["normal", "scale", "ties", "few"]:
    for n, m in [(3, 4), (7, 7), (12, 20), (20, 11), (30, 41), (150, 90), (400, 400)]:
        for shift in [0, 0.4, 1.5]:
            first, second = sample(kind, n, 0), sample(kind, m, shift)
            if len(np.unique(np.concatenate([first, second]))) < 2:
                continue
            ks = stats.ks_2samp(first, second)
            ad = stats.anderson_ksamp([first, second])
            cvm = stats.cramervonmises_2samp(first, second)
            samples.append({
                "first": first.tolist(), "second": second.tolist(),
                "ks": [ks.statistic, paths(first, second)], "ad": [ad.statistic, ad.significance_level], "cvm": [cvm.statistic, cvm.pvalue],
                "wasserstein": stats.wasserstein_distance(first, second), "energy": stats.energy_distance(first, second),
            })

# Long samples are told by what makes them: the numbers i * step modulo 1, to some power.
steps = []
for n, m, power in [(12000, 15000, 1.0), (12000, 11000, 1.02), (20000, 300, 1.1), (10001, 9, 1.5), (100000, 100000, 1.0), (100000, 60000, 1.01)]:
    first, second = (np.arange(1, n + 1) * 0.6180339887498949) % 1, ((np.arange(1, m + 1) * 0.41421356237309515) % 1) ** power
    ks, cvm, ad = stats.ks_2samp(first, second), stats.cramervonmises_2samp(first, second), stats.anderson_ksamp([first, second])
    steps.append({"rows": n, "others": m, "power": power, "ks": [ks.statistic, kolmogorov_upper(round(n * m / (n + m)), ks.statistic)], "cvm": [cvm.statistic, cvm.pvalue], "ad": [ad.statistic, ad.significance_level],
                  "wasserstein": stats.wasserstein_distance(first, second), "energy": stats.energy_distance(first, second)})

kolmogorov = []
for n in [1, 2, 5, 10, 20, 100, 140, 141, 300, 1000, 5000, 50000, 99999, 200000, 1000000]:
    for z in [0.25, 0.4, 0.5, 0.7, 0.9, 1.0, 1.3, 1.4, 1.5, 1.8, 2.2, 3.0, 5.0]:
        x = z / np.sqrt(n)
        if x < 1:
            kolmogorov.append([n, x, kolmogorov_upper(n, x)])

counts = []
for size in [2, 3, 8, 40]:
    for n, m in [(20, 30), (500, 400), (20000, 100)]:
        p, q = rng.dirichlet(np.ones(size)), rng.dirichlet(np.ones(size) * 3)
        first, second = rng.multinomial(n, p), rng.multinomial(m, q)
        seen = first + second > 0
        if seen.sum() < 2:
            continue
        table = np.array([first[seen], second[seen]])
        chi, g = stats.chi2_contingency(table, correction=False), stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
        a, b = first / n, second / m
        counts.append({
            "first": first.tolist(), "second": second.tolist(), "chi": [chi[0], chi[1]], "g": [g[0], g[1]], "js": float(distance.jensenshannon(first, second)),
            "hellinger": float(np.sqrt(np.sum((np.sqrt(a) - np.sqrt(b)) ** 2) / 2)), "tv": float(np.abs(a - b).sum() / 2),
        })

fisher = []
for a, n, b, m in [(0, 10000, 1, 100), (3, 20, 9, 25), (0, 5, 0, 7), (120, 5000, 60, 1500), (70000, 100000, 69500, 100000), (1, 1000000, 9, 1000000), (40, 50, 0, 60), (7, 7, 2, 9), (500, 1000, 500, 1000)]:
    fisher.append([a, n, b, m, stats.fisher_exact([[a, n - a], [b, m - b]])[1], float(stats.hypergeom.sf(b - 1, n + m, m, a + b))])

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "drift.json")
with open(path, "w") as file:
    json.dump({"samples": samples, "steps": steps, "kolmogorov": kolmogorov, "counts": counts, "fisher": fisher}, file)
