#!/usr/bin/env bash
# SGLang 0.5.23 (PyPI), its benchmark client, "Peak concurrent requests" in its table and max_concurrent_requests in its results: not
# how many requests were in flight at a time, but how many were in flight at some time of the same second, counted from the first
# one's start. With answers that take less than a second it is about the number of requests of the busiest second: it grows with the
# server's speed, and is far above --max-concurrency, which the same table says too and which was kept. With longer answers that end
# together it is twice --max-concurrency: the requests that end in a second and those that begin in it.
# Asked here is the client in Rust, which needs nothing else of the package; sglang/benchmark/serving.py in the same wheel counts alike.
# Seen in two runs with --max-concurrency 4, and the server never had more at a time: 800 requests that it held for 10 ms, peak
# concurrent requests 91 and 89; 8 requests that it held for 1.3 s, 8.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
# The module is made for one version of Python.
python3.11 -m venv py
py/bin/pip -q install --no-deps sglang==0.5.23

cat >run.py <<'X'
import http.server, json, subprocess, sys, threading, time

CLIENT = """
import glob, importlib.util, sys
folder = importlib.util.find_spec("sglang").submodule_search_locations[0]
spec = importlib.util.spec_from_file_location("_bench", glob.glob(folder + "/srt/rust_extensions/_bench*.so")[0])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module.run_argv(["bench_serving"] + sys.argv[1:])
"""

class Server(http.server.BaseHTTPRequestHandler):
    """Counts the requests that it has at a time."""
    protocol_version = "HTTP/1.1"
    lock, now, most, seconds = threading.Lock(), 0, 0, 0

    def do_GET(self):
        body = json.dumps({"object": "list", "data": [{"id": "m", "object": "model"}]}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        with Server.lock:
            Server.now += 1
            Server.most = max(Server.most, Server.now)
        time.sleep(Server.seconds)
        event = {"id": "a", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        text = {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "yes"}, "finish_reason": "length"}]}
        usage = {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
        body = "".join(f"data: {part}\n\n" for part in [json.dumps(event | text), json.dumps(event | usage), "[DONE]"]).encode()
        with Server.lock:
            Server.now -= 1
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()

words = {word: number for number, word in enumerate(["<unk>", "what", "is", "it", "yes"])}
with open("tokenizer.json", "w") as file:
    json.dump({"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
               "pre_tokenizer": {"type": "Whitespace"}, "post_processor": None, "decoder": None,
               "model": {"type": "WordLevel", "vocab": words, "unk_token": "<unk>"}}, file)
with open("tokenizer_config.json", "w") as file:
    json.dump({"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 4096}, file)
with open("sharegpt.json", "w") as file:
    json.dump([{"id": str(number), "conversations": [{"from": "human", "value": "what is it what is it"},
                                                     {"from": "gpt", "value": "yes yes yes yes yes"}]} for number in range(800)], file)

def peak(requests, seconds):
    """The most requests that the server had at a time, and what the client calls that."""
    Server.seconds, Server.most = seconds, 0
    subprocess.run([sys.executable, "-c", CLIENT, "--backend", "sglang-oai-chat", "--host", "127.0.0.1",
                    "--port", str(server.server_port), "--model", "m", "--tokenizer", ".", "--dataset-name", "sharegpt",
                    "--dataset-path", "sharegpt.json", "--sharegpt-output-len", "4", "--num-prompts", str(requests),
                    "--max-concurrency", "4", "--output-file", f"{requests}.jsonl", "--disable-tqdm"], check=True)
    with open(f"{requests}.jsonl") as lines:
        result = json.loads(lines.readlines()[-1])
    assert result["completed"] == requests
    with open("seen.txt", "a") as seen:
        print(f"{requests} requests of {seconds} s, --max-concurrency 4: the server had at most {Server.most} at a time;",
              f"max_concurrent_requests {result['max_concurrent_requests']}", file=seen)
    return Server.most, result["max_concurrent_requests"]

most, said = peak(800, 0.01)
assert most == 4 and said > 8
most, said = peak(8, 1.3)
assert most == 4 and said == 8
X
code=0
py/bin/python run.py >out.txt 2>&1 || code=$?
cat seen.txt || tail -5 out.txt
[ "$code" = 0 ]
echo "as stated"
