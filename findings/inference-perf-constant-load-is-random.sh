#!/usr/bin/env bash
# inference-perf 0.7.0 (PyPI), when its requests are sent. The timers behind `load.type` are asked by themselves here, since they
# need numpy only, and all of the package 400 MB; the load generator takes its times from them.
# - `constant`, the default: the gaps between requests are exponential, as those of a Poisson process are, and are stretched until
#   their sum is the stage's duration. Only the number of requests is constant: the server is asked in bursts, as with a Poisson
#   load, and a queue at it is no sign that it is too slow for the rate.
# - `poisson`: each second has a number of requests drawn by itself, and their gaps are stretched so that the last is sent at the
#   second's end: nearly every second of the run has a request exactly at its end, where a Poisson process has none.
# - Neither takes a seed: two runs with one `base_seed`, which the guide to load generation gives, with `type: constant`, for
#   identical request patterns, are sent at other times.
# Seen, at 20 requests/s: constant, 1200 gaps, deviation of a gap 0.97 of the mean (0 if they were equal), 24 % of them below a
# quarter of the mean, the longest 7.2 times it; poisson, 600 of 600 seconds with a request at their end.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv py
py/bin/pip -q install numpy==2.4.6
py/bin/pip -q install --no-deps --ignore-requires-python inference-perf==0.7.0

cat >times.py <<'X'
import importlib.util, itertools, statistics, sys, types
import numpy

for name in ("inference_perf", "inference_perf.loadgen", "inference_perf.utils"):
    # The folders without what the packages import when they are.
    parent = sys.modules.get(name.rpartition(".")[0])
    folders = ([f"{parent.__path__[0]}/{name.rpartition('.')[2]}"] if parent
               else list(importlib.util.find_spec(name).submodule_search_locations))
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = folders
from inference_perf.loadgen.load_timer import ConstantLoadTimer, PoissonLoadTimer

runs = []
for _ in range(2):
    numpy.random.seed(12345)
    runs.append(list(ConstantLoadTimer(20, 60).start_timer(0.0)))
times = runs[0]
gaps = [after - before for before, after in zip([0.0] + times, times)]
mean = statistics.mean(gaps)
spread, short, longest = statistics.pstdev(gaps) / mean, sum(gap < mean / 4 for gap in gaps) / len(gaps), max(gaps) / mean
print(f"constant: {len(times)} requests in {times[-1]:.3f} s, deviation of a gap {spread:.2f} of the mean, {short:.0%} of the gaps"
      f" below a quarter of it, the longest {longest:.1f} times it; again the same times: {runs[0] == runs[1]}")
poisson = list(itertools.takewhile(lambda time: time < 600.5, PoissonLoadTimer(20, 600).start_timer(0.0)))
ends = {round(time) for time in poisson if abs(time - round(time)) < 1e-6}
print(f"poisson: {len(poisson)} requests in 600 s, {len(ends)} of 600 seconds have one at their end")

assert len(times) == 1200 and abs(times[-1] - 60) < 1e-6 and runs[0] != runs[1]
assert 0.85 < spread < 1.15 and short > 0.15 and longest > 4
assert len(ends) > 590
X
py/bin/python times.py
echo "as stated"
