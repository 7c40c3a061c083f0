#!/usr/bin/env bash
# inference-perf 0.7.0 (PyPI), what it asks of a server with `api.type: chat`.
# - `data.type: shareGPT`: the answer of the data set is sent too, as the last message of the prompt, and every request asks for
#   30 tokens, however long the answers of the file are. With `api.type: completion` the same file gives the question alone
#   and as many tokens as its answer has.
# - `data.type: shared_prefix`: the requests are plain completions (`/v1/completions`), without a word, though the data says that it
#   supports chat. A server that has the chat route only answers each with 404.
# Seen: chat with shareGPT, /v1/chat/completions, roles user and assistant, max_tokens 30 for answers of 3 and 50 tokens;
# completion with shareGPT, max_tokens 3 and 50; chat with shared_prefix, /v1/completions.
set -euo pipefail
work="$(mktemp -d)"
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv py
# It asks for Python 3.12, and what is used here runs on 3.11 too: what it needs is installed by itself, in versions for this Python.
py/bin/pip -q install --no-deps --ignore-requires-python inference-perf==0.7.0
py/bin/python -c 'import importlib.metadata
print(*(need for need in importlib.metadata.requires("inference-perf") if "extra ==" not in need), sep="\n")' >needs
py/bin/pip -q install -r needs

cat >server.py <<'X'
import http.server, json

class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        roles = [message["role"] for message in asked.get("messages", [])]
        with open("asked.jsonl", "a") as log:
            log.write(json.dumps([self.path, roles, asked["max_tokens"]]) + "\n")
        choice = {"index": 0, "finish_reason": "stop", "delta": {"content": "yes"}, "text": "yes"}
        body = f"data: {json.dumps({'choices': [choice]})}\n\ndata: [DONE]\n\n".encode()
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
with open("port.part", "w") as file:
    file.write(str(server.server_port))
import os
os.rename("port.part", "port")
server.serve_forever()
X
cat >make.py <<'X'
import json, os, sys
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

words = Tokenizer(models.WordLevel({"word": 0, "[UNK]": 1}, unk_token="[UNK]"))
words.pre_tokenizer = pre_tokenizers.Whitespace()
PreTrainedTokenizerFast(tokenizer_object=words, unk_token="[UNK]").save_pretrained("tokenizer")
with open("chats.json", "w") as file:
    json.dump([{"id": str(n), "conversations": [{"from": "human", "value": "word " * 8}, {"from": "gpt", "value": "word " * n}]}
               for n in (3, 50)] * 4, file)
X
py/bin/python make.py
py/bin/python server.py &
until [ -s port ]; do kill -0 $!; sleep 0.1; done

run() { # api, data
    rm -f asked.jsonl
    cat >run.yaml <<Y
load: {type: constant, stages: [{rate: 4, duration: 1}], num_workers: 1}
api: {type: $1, streaming: true}
server: {type: vllm, model_name: tokenizer, base_url: "http://127.0.0.1:$(cat port)", ignore_eos: true}
tokenizer: {pretrained_model_name_or_path: $work/tokenizer}
data: {$2}
storage: {local_storage: {path: $work/out}}
Y
    HF_HUB_OFFLINE=1 py/bin/inference-perf -c run.yaml >log 2>&1 || { tail -20 log; exit 1; }
    echo "$1 with $2:"
    sort -u asked.jsonl | tee seen
}
run chat "type: shareGPT, path: $work/chats.json"
[ "$(cat seen)" = '["/v1/chat/completions", ["user", "assistant"], 30]' ]
run completion "type: shareGPT, path: $work/chats.json"
[ "$(cat seen)" = '["/v1/completions", [], 3]
["/v1/completions", [], 50]' ]
run chat "type: shared_prefix, shared_prefix: {num_groups: 2, num_prompts_per_group: 4, system_prompt_len: 5, question_len: 5, output_len: 7, enable_multi_turn_chat: false}"
[ "$(cat seen)" = '["/v1/completions", [], 7]' ]
echo "as stated"
