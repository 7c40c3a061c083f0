#!/usr/bin/env bash
# uvicorn 0.54.0 (PyPI, what SGLang's and vLLM's HTTP servers run on): the Date header is not made for an answer but renewed once
# a second, counted from the server's start. So it changes at some fixed part of each second, and until then answers have the
# date of a second ago. Who finds a server's clock from the moment at which Date changes (whole seconds are all it has) is wrong
# by that part: up to a second, and by another one after each restart. Python's own http.server makes it for each answer.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv py && py/bin/pip -q install uvicorn==0.54.0

cat >app.py <<'X'
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})
X
cat >ask.py <<'X'
import email.utils, http.client, http.server, socket, subprocess, sys, threading, time

def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

def changes(port):
    """At which part of a second Date changes, and how often it is of an earlier second than the one in which it was asked for."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    before, parts, old, asked = None, [], 0, 0
    end = time.time() + 4.2
    while time.time() < end:
        sent = time.time()
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
        date = email.utils.parsedate_to_datetime(answer.getheader("Date")).timestamp()
        asked += 1
        old += date < int(sent)
        if before is not None and date != before:
            parts.append(sent % 1)
        before = date
        time.sleep(0.004)
    return parts, old / asked

class Quiet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_):
        pass

def of_uvicorn():
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "uvicorn", "app:app", "--port", str(port), "--log-level", "error"])
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        return changes(port)
    finally:
        server.terminate()
        server.wait()

plain = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
threading.Thread(target=plain.serve_forever, daemon=True).start()
parts, old = changes(plain.server_port)
print("http.server: Date changes at", [f"{part:.2f}" for part in parts], f"of a second; {old:.0%} are of a second ago")
assert all(min(part, 1 - part) < 0.1 for part in parts) and old < 0.05

# Where in a second a server starts is chance: one that happens to start with it shows nothing.
for attempt in range(6):
    parts, old = of_uvicorn()
    print("uvicorn: Date changes at", [f"{part:.2f}" for part in parts], f"of a second; {old:.0%} are of a second ago")
    if all(0.2 < part < 0.9 for part in parts) and max(parts) - min(parts) < 0.15 and old > 0.15:
        break
else:
    sys.exit("Date changes with the second: no longer as stated")
X
py/bin/python ask.py
echo "as stated"
