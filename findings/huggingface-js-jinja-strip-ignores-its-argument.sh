#!/usr/bin/env bash
# @huggingface/jinja 0.5.11 (npm), beside jinja2 3.1.6 (PyPI): strip, lstrip and rstrip ignore the characters they are given.
# Chat templates of reasoning models write content.strip('\n') to take newlines off and leave blanks alone. The JavaScript
# engine takes the blanks off as well, or leaves the named characters on, and raises nothing: the prompt is another one.
# Seen: for the answer "\n  indented \n" strip renders "  indented " in Python and "indented" in JavaScript; for 'xxaxx'.strip('x') Python
# renders "a", JavaScript "xxaxx".
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv py && py/bin/pip -q install jinja2==3.1.6
npm --silent init -y >/dev/null && npm --silent install @huggingface/jinja@0.5.11 >/dev/null

cat > cases.json <<'X'
["[{{ content.strip('\\n') }}]", "[{{ content.lstrip('\\n') }}]", "[{{ content.rstrip('\\n') }}]", "[{{ 'xxaxx'.strip('x') }}]"]
X
cat > render.py <<'X'
import json
from jinja2.sandbox import ImmutableSandboxedEnvironment
env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
print(json.dumps([env.from_string(t).render(content="\n  indented \n") for t in json.load(open("cases.json"))]))
X
cat > render.mjs <<'X'
import { readFileSync } from "node:fs";
import { Template } from "@huggingface/jinja";
const cases = JSON.parse(readFileSync("cases.json"));
console.log(JSON.stringify(cases.map((t) => new Template(t).render({ content: "\n  indented \n" }))));
X
python="$(py/bin/python render.py)"
javascript="$(node render.mjs)"
echo "jinja2 3.1.6:              $python"
echo "@huggingface/jinja 0.5.11: $javascript"
py/bin/python - "$python" "$javascript" <<'X'
import json, sys
python, javascript = (json.loads(text) for text in sys.argv[1:])
assert python == ["[  indented ]", "[  indented \n]", "[\n  indented ]", "[a]"], python
assert javascript == ["[indented]", "[indented \n]", "[\n  indented]", "[xxaxx]"], javascript
X
echo "as stated"
