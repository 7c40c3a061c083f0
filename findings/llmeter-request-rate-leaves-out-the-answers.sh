#!/usr/bin/env bash
# llmeter 0.2.0 (PyPI), with openai 2.8.0: requests_per_minute is said to be the requests by the time of the whole test. What a run
# returns is the requests by the time from the first send to the last, which leaves out the last answer of each client: with
# as many clients as requests it is the time in which threads were started. average_input_tokens_per_minute is of the same
# time. Result.load of the same run, from the files that it wrote, has another requests_per_minute: the one by the whole time.
# Seen: five clients with one request each, all over in 0.84 s: 37170.1 a minute returned, 356.0 loaded; one client with four
# requests of 0.5 s, over in 2.04 s: 157.4 returned, 117.5 loaded.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv py
py/bin/pip -q install --only-binary :all: openai==2.8.0 boto3==1.44.8 jmespath==1.1.0 tqdm==4.70.1 universal-pathlib==0.3.10
py/bin/pip -q install --no-deps llmeter==0.2.0

cat >run.py <<'X'
import asyncio, http.server, json, threading, time
from llmeter.endpoints import OpenAICompletionStreamEndpoint
from llmeter.results import Result
from llmeter.runner import Runner

class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        for choices, usage in [
            ([{"index": 0, "delta": {"role": "assistant", "content": "yes"}, "finish_reason": None}], None),
            ([{"index": 0, "delta": {"content": "!"}, "finish_reason": "stop"}], None),
            ([], {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}),
        ]:
            time.sleep(0.25 if choices else 0)
            event = {"id": "a", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices, "usage": usage}
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
endpoint = OpenAICompletionStreamEndpoint("m", api_key="none", base_url=f"http://127.0.0.1:{server.server_port}/v1")

def rates(clients, requests_each):
    """Requests a minute: as the run returns them, as its files give them, and as its own count and time give them."""
    name = f"{clients}-{requests_each}"
    result = asyncio.run(Runner(endpoint).run(
        payload=endpoint.create_payload("Well?"), clients=clients, n_requests=requests_each, output_path="runs", run_name=name,
        progress_bar_stats={}, disable_per_client_progress_bar=True, disable_clients_progress_bar=True))
    assert result.stats["failed_requests"] == 0, result.stats
    loaded = Result.load(result.output_path).stats["requests_per_minute"]
    whole = result.total_requests * 60 / result.total_test_time
    returned = result.stats["requests_per_minute"]
    print(f"{clients} clients, {requests_each} requests each, in {result.total_test_time:.2f} s: "
          f"{returned:.1f} a minute returned, {loaded:.1f} loaded, {whole:.1f} by the whole time")
    return returned, loaded, whole

returned, loaded, whole = rates(5, 1)
assert returned > 3 * whole and abs(loaded - whole) < 0.01 * whole
returned, loaded, whole = rates(1, 4)
assert returned > 1.15 * whole and abs(loaded - whole) < 0.01 * whole
X
py/bin/python run.py 2>errors.txt || { tail -5 errors.txt; exit 1; }
echo "as stated"
