#!/usr/bin/env bash
# llmeter 0.2.0 (PyPI), with openai 2.8.0, at its defaults:
# - An answer 503 is asked for again by the client below it, twice at most, and nothing tells: failed_requests is 0, the field
#   for retries of each response is empty, and the pause and the second try are in its time to first token.
# - An answer that breaks off with an error event in a stream of status 200 is counted as failed, and its times, up to the last
#   token before the error, are in the averages and percentiles, of which the documentation says that they are of the
#   successful responses. Its tokens are in no sum.
# Seen: every first try answered with 503, a first token 20 ms after a request: six requests at the server for three sent, no
# failure, retries [None, None, None], average time to first token 0.56 s. Three of six answers of ten tokens broken after five:
# failed_requests 3, average time to last token 0.157 s, where the whole answers took 0.207 s.
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
from llmeter.runner import Runner

class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked = 0

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        Server.asked += 1
        fault = body["messages"][0]["content"] if Server.asked % 2 else None
        if fault == "refuse":
            self.send_response(503)
            self.send_header("content-length", "0")
            self.send_header("connection", "close")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        for number in range(5 if fault == "break" else 10):
            time.sleep(0.02)
            self.event(choices=[{"index": 0, "delta": {"content": "yes "}, "finish_reason": None}])
        if fault == "break":
            self.event(error={"message": "the engine stopped", "code": 500})
        else:
            self.event(choices=[], usage={"prompt_tokens": 5, "completion_tokens": 10, "total_tokens": 15})
        self.wfile.write(b"data: [DONE]\n\n")

    def event(self, **of_this):
        event = of_this if "error" in of_this else {
            "id": "a", "object": "chat.completion.chunk", "created": 1, "model": "m", **of_this}
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
endpoint = OpenAICompletionStreamEndpoint("m", api_key="none", base_url=f"http://127.0.0.1:{server.server_port}/v1")

def run(fault, requests):
    Server.asked = 0
    return asyncio.run(Runner(endpoint).run(
        payload=endpoint.create_payload(fault), clients=1, n_requests=requests,
        progress_bar_stats={}, disable_per_client_progress_bar=True, disable_clients_progress_bar=True))

result = run("refuse", 3)
retries, ttft = [response.retries for response in result.responses], result.stats["time_to_first_token-average"]
print(f"503 at each first try: {Server.asked} requests at the server, failed_requests {result.stats['failed_requests']},"
      f" retries {retries}, average time to first token {ttft:.2f} s")
assert Server.asked == 6 and result.stats["failed_requests"] == 0 and retries == [None] * 3 and ttft > 0.3

result = run("break", 6)
whole = [response.time_to_last_token for response in result.responses if response.error is None]
average = result.stats["time_to_last_token-average"]
every = sum(response.time_to_last_token for response in result.responses) / 6
print(f"three of six broken: {Server.asked} requests at the server, failed_requests {result.stats['failed_requests']},"
      f" average time to last token {average:.3f} s, of the {len(whole)} whole ones {sum(whole) / len(whole):.3f} s,"
      f" {result.stats['total_output_tokens']:.0f} tokens in sum")
assert Server.asked == 6 and result.stats["failed_requests"] == 3 and len(whole) == 3
assert abs(average - every) < 1e-6 < abs(average - sum(whole) / 3) and result.stats["total_output_tokens"] == 30
X
py/bin/python run.py 2>errors.txt || { tail -5 errors.txt; exit 1; }
echo "as stated"
