#!/usr/bin/env bash
# Measures Volley and other load testers in turns, on the same work, against the measuring server, and writes one table:
# `bench/clients.sh -t "volley vllm-rs" -w "short streams" -r 3 -o FOLDER`; `--help` lists all options, docs/performance.md
# says how figures are made. Linux with two cores: the server is on SERVER_CORE (1), the clients are on CLIENT_CORE (0).
#
# A client is found on PATH or by a variable: VOLLEY and VOLLEY_BEFORE (checkouts; the first is this one), C_CLIENT, VLLM_RS,
# SGLANG_PYTHON, AIPERF, GUIDELLM, INFERENCE_PERF, EVALSCOPE. What is not there is left out. TOKENIZER: a folder, for all.
set -euo pipefail
here="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
command -v taskset >/dev/null || { echo "bench/clients.sh needs taskset and two cores: Linux only" >&2; exit 64; }
source "$here/bin/lib/test-class-path.bash"
export VOLLEY="${VOLLEY:-$here}" TOKENIZER="${TOKENIZER:-$here/data/tokenizer}"
exec taskset -c "${SERVER_CORE:-1}" "$java" --enable-native-access=ALL-UNNAMED -Xms1536M -Xmx1536M -Xmn1G -XX:+UseParallelGC \
    -cp "$classes" volley.bench.ClientSuite --scripts "$here/bench/clients" --client-core "${CLIENT_CORE:-0}" "$@"
