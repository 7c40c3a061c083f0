#!/usr/bin/env bash
# evalscope 1.14.1 (PyPI), evalscope perf: a streamed answer without any text (the model ends at once: a role event, a finish event
# and the usage, no token to see) is a success whose time to first token is 0 ms. The 0 is in the average and in the percentiles
# of TTFT, so that a server looks the faster the more of its answers are empty; no request has failed.
# Seen: answers begin 200 ms after the request. Six with text: average TTFT 205.33 ms, p50 203.4538 ms, min 202.4306 ms. Three of
# the six empty: average 125.97 ms, p50 0.0 ms, min 0.0 ms; six successes.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv py
# What evalscope perf imports, without the packages of its evaluations of models.
py/bin/pip -q install --only-binary :all: aiohttp==3.14.5 colorlog==6.12.0 datasets==5.2.0 docstring-parser==0.18.0 \
    editdistance==0.8.1 fastapi==0.165.0 filetype==1.2.0 jsonlines==4.0.0 jsonschema==4.26.0 numpy==2.4.6 openai==3.57.0 \
    pillow==13.0.0 pydantic==2.14.4 PyYAML==6.0.4 requests==2.34.2 rich==15.0.0 sse-starlette==3.7.0 tabulate==0.10.0 uvicorn==0.54.0
py/bin/pip -q install --no-deps evalscope==1.14.1

cat >run.py <<'X'
import http.server, json, threading, time
from evalscope.perf.arguments import Arguments
from evalscope.perf.main import run_perf_benchmark

class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked, empty = 0, False

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        Server.asked += 1
        words = 0 if Server.empty and Server.asked % 2 == 0 else 10
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.event([self.choice({"role": "assistant", "content": ""})])
        time.sleep(0.2)
        for _ in range(words):
            self.event([self.choice({"content": "yes "})])
            time.sleep(0.02)
        self.event([self.choice({}, "stop")])
        self.event([], {"prompt_tokens": 5, "completion_tokens": words + 1, "total_tokens": words + 6})
        self.wfile.write(b"data: [DONE]\n\n")

    def choice(self, delta, finish=None):
        return {"index": 0, "delta": delta, "finish_reason": finish}

    def event(self, choices, usage=None):
        event = {"id": "a", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices, "usage": usage}
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
with open("prompts.txt", "w") as prompts:
    prompts.write("\n".join(f"Question {number}?" for number in range(6)))

def ttft(empty):
    """Average, median and least TTFT of six requests one after the other, in milliseconds, and how many succeeded."""
    Server.asked, Server.empty = 0, empty
    results = run_perf_benchmark(Arguments(
        model="m", url=f"http://127.0.0.1:{server.server_port}/v1/chat/completions", api="openai", stream=True, parallel=[1],
        number=[6], dataset="line_by_line", dataset_path="prompts.txt", outputs_dir="out", no_test_connection=True))
    (result,) = results.values()
    metrics, columns = result["metrics"].to_dict(), result["percentiles"].to_columns()
    of = dict(zip(columns["Percentiles"], columns["TTFT (ms)"]))
    with open("seen.txt", "a") as seen:
        print("three of six empty:" if empty else "none empty:", f"average TTFT {metrics['Avg TTFT (ms)']} ms, p50 {of['50%']} ms,",
              f"min {of['min']} ms, {metrics['Success Requests']} successes", file=seen)
    return metrics["Avg TTFT (ms)"], of["50%"], of["min"], metrics["Success Requests"]

average, median, least, successes = ttft(empty=False)
assert average >= 200 and least >= 200 and successes == 6
average, median, least, successes = ttft(empty=True)
assert least == 0 and median == 0 and average < 200 and successes == 6
X
code=0
py/bin/python run.py >out.txt 2>&1 || code=$?
cat seen.txt || tail -5 out.txt
[ "$code" = 0 ]
echo "as stated"
