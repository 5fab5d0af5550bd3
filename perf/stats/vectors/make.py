"""Test vectors for perf/stats, computed by SciPy and NumPy and not by our own code.

python3 -m venv venv && venv/bin/pip install scipy==1.17.1 ruptures==1.1.10
venv/bin/python perf/stats/vectors/make.py > perf/stats/vectors/vectors.json
"""
import itertools
import json

import numpy as np
import ruptures
from scipy import stats

MEMBERS = np.array([
    [0.0312, -0.0105, 0.0441, 0.0278, 0.0019, 0.0533, -0.0062, 0.0384],
    [0.061, 0.055, 0.049, 0.072, 0.058, 0.064, 0.051, 0.066],
    [-0.02, 0.013, 0.008, -0.011, 0.004, 0.017, -0.009, 0.002],
])
X = MEMBERS[0]


def sign_flip_p(sample, alternative):
    return float(stats.permutation_test(
        (sample,), lambda a, axis: np.mean(a, axis=axis), permutation_type="samples",
        n_resamples=np.inf, alternative=alternative).pvalue)


def bound(accepts, inside, outside):
    for _ in range(50):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if accepts(middle) else (inside, middle)
    return outside


def interval(tail):
    centre = float(np.mean(X))
    return [bound(lambda c: sign_flip_p(X - c, "greater") > tail, centre, -0.2),
            bound(lambda c: sign_flip_p(X - c, "less") > tail, centre, 0.2)]


SIXTEEN = [0.041, -0.018, 0.027, 0.033, -0.009, 0.052, 0.012, -0.021,
           0.038, 0.019, -0.004, 0.045, 0.008, 0.029, -0.013, 0.036]
PAIRS = [0.0001, -0.0113, 0.0011, -0.0003]


def reach(alpha):
    """Half the width of SciPy's interval for a mean."""
    interval = stats.ttest_1samp(PAIRS, 0).confidence_interval(1 - 2 * alpha)
    return float(interval.high - interval.low) / 2


def levels():
    """Three changes of level in 240 values; rounded, so that the file has what was searched."""
    noise = np.random.default_rng(7).normal(0, 0.03, 240)
    return np.round(1 + noise + np.repeat([0, 0.08, 0.02, 0.14], [60, 45, 80, 55]), 4)


def pelt(series):
    """PELT (Killick, Fearnhead & Eckley, JASA 107, 2012), penalty three times the variance by log n."""
    search = ruptures.Pelt(model="l2", min_size=10, jump=1).fit(series)
    return search.predict(pen=3 * 0.03**2 * np.log(len(series)))[:-1]


def student(a):
    return a.mean(1) / (a.std(1, ddof=1) / np.sqrt(a.shape[1]))


def max_t():
    observed = student(MEMBERS)
    order = np.argsort(-observed)
    flipped = np.array([student(MEMBERS * f) for f in itertools.product([1, -1], repeat=8)])
    adjusted, floor = [0.0] * 3, 0.0
    for rank, member in enumerate(order):
        largest = flipped[:, order[rank:]].max(1)
        floor = max(floor, float((largest >= observed[member] - 1e-9).mean()))
        adjusted[member] = floor
    return adjusted


walsh = [(X[i] + X[j]) / 2 for i in range(8) for j in range(i, 8)]
print(json.dumps({
    "members": MEMBERS.tolist(),
    "signFlipP": sign_flip_p(X, "greater"),
    "maxT": max_t(),
    "hodgesLehmann": float(np.median(walsh)),
    "interquartileRange": float(stats.iqr(X)),
    "quantiles": [[p, float(np.quantile(X, p))] for p in (0, 0.1, 0.5, 0.9, 1)],
    "intervals": [[0.95, *interval(0.025)], [0.9, *interval(0.05)]],
    "sixteen": SIXTEEN,
    "sixteenSignFlipP": sign_flip_p(SIXTEEN, "greater"),
    "pairs": PAIRS,
    "meanReach": [[a, reach(a)] for a in (0.001, 0.01, 0.05)],
    "levels": levels().tolist(),
    "levelChanges": pelt(levels()),
    "studentUpper": [[a, n, float(stats.t.isf(a, n))] for a, n in (
        (0.01, 7), (0.00125, 7), (0.05, 1), (0.05, 2), (0.001, 15), (0.000625, 23))],
    "rateBounds": [[k, n, c, float(stats.beta.ppf(1 - c, k, n - k + 1)) if k else 0.0,
                    float(stats.beta.ppf(c, k + 1, n - k)) if k < n else 1.0] for k, n, c in (
        (0, 300, 0.95), (59, 59, 0.95), (7, 3000, 0.999), (12, 40, 0.975))],
}, indent=1))
