"""Test vectors for perf/replay/rules, computed by SciPy and NumPy and not by our own code.

python3 -m venv venv && venv/bin/pip install scipy==1.17.1
venv/bin/python perf/replay/rules/vectors/make.py > perf/replay/rules/vectors/vectors.json
"""
import json

import numpy as np
from scipy import stats

BASE = [35.1, 36.2, 34.8, 35.9, 36.4, 35.5, 34.9, 36.0]
HEAD = [36.9, 37.4, 35.7, 37.8, 36.3, 38.0, 36.6, 37.1]
TIED_BASE = [1, 2, 2, 3, 3, 3, 4]
TIED_HEAD = [2, 3, 4, 4, 5, 5]
RUNS = [35.0, 36.1, 34.7, 35.4, 36.6, 35.2]
STEP = [10.1, 9.9, 10.0, 10.2, 9.8, 10.1, 9.9, 11.2, 11.0, 11.1, 10.9, 11.3]


def rank_sum_exact_with_ties():
    def statistic(x, y, axis=-1):
        ranks = stats.rankdata(np.concatenate((x, y), axis=axis), axis=axis)
        return ranks[..., : len(TIED_BASE)].sum(axis=axis)

    return float(stats.permutation_test((TIED_BASE, TIED_HEAD), statistic, vectorized=True,
                                        n_resamples=np.inf, alternative="two-sided").pvalue)


def bencher_limit(probability):
    return float(stats.t.ppf(probability, len(RUNS) - 1, loc=np.mean(RUNS), scale=np.std(RUNS)))


def relative_difference():
    a, b = np.mean(BASE), np.mean(HEAD)
    va, vb = np.var(BASE, ddof=1) / len(BASE), np.var(HEAD, ddof=1) / len(HEAD)
    scale = np.sqrt((va * b**2 + vb * a**2) / a**4)
    return [float(x) for x in stats.t.interval(0.95, len(BASE) - 1, loc=(b - a) / a, scale=scale)]


def energy_split():
    """Scaled energy distance of every split of every beginning, straight from its definition."""
    def mean_within(x):
        return sum(abs(p - q) for p in x for q in x) / (len(x) * (len(x) - 1)) if len(x) > 1 else 0

    best = None
    for end in range(2, len(STEP) + 1):
        for split in range(1, end):
            x, y = STEP[:split], STEP[split:end]
            across = sum(abs(p - q) for p in x for q in y) / (len(x) * len(y))
            energy = 2 * across - mean_within(x) - mean_within(y)
            statistic = len(x) * len(y) / (len(x) + len(y)) * energy
            if best is None or statistic > best[1]:
                best = [split, statistic]
    return best


def step_p():
    left, right = STEP[:7], STEP[7:]
    return float(stats.ttest_ind_from_stats(np.mean(left), np.std(left), len(left), np.mean(right),
                                            np.std(right), len(right)).pvalue)


print(json.dumps({
    "base": BASE, "head": HEAD, "tiedBase": TIED_BASE, "tiedHead": TIED_HEAD, "runs": RUNS,
    "step": STEP,
    "rankSumP": float(stats.mannwhitneyu(BASE, HEAD, method="exact").pvalue),
    "rankSumPTied": rank_sum_exact_with_ties(),
    "upperLimit": bencher_limit(0.99), "lowerLimit": bencher_limit(0.01),
    "relativeDifference": relative_difference(),
    "energySplit": energy_split(),
    "stepP": step_p(),
}, indent=1))
