#!/usr/bin/env bash
# minijinja 2.11.0 (PyPI, the engine of several Rust gateways), beside jinja2 3.1.6 as transformers sets it up, both as shipped:
# - tojson writes no blanks behind ':' and ',' and escapes < > & ', so that the tools in a prompt are other tokens than the
#   model was trained on, and another prefix for a cache than the one a Python server computes;
# - 3 > 2 > 1 is false: a chain of comparisons is compared from the left, (3 > 2) > 1, where Python means 3 > 2 and 2 > 1;
# - true and none are rendered as they are written in templates, where Python renders True and None.
# Nothing is raised in any of these.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv py && py/bin/pip -q install jinja2==3.1.6 minijinja==2.11.0

py/bin/python - <<'X'
import json
import minijinja
from jinja2.sandbox import ImmutableSandboxedEnvironment

def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

python = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
python.filters["tojson"] = tojson
rust = minijinja.Environment(trim_blocks=True, lstrip_blocks=True, pycompat=True)
tool = {"name": "lookup", "description": "find <city> & it's zone"}
cases = {
    "{{ tool | tojson }}": (
        '{"name": "lookup", "description": "find <city> & it\'s zone"}',
        '{"name":"lookup","description":"find \\u003ccity\\u003e \\u0026 it\\u0027s zone"}'),
    "{{ 3 > 2 > 1 }}": ("True", "false"),
    "{{ true }} {{ none }}": ("True None", "true none"),
}
for template, (of_python, of_rust) in cases.items():
    seen = python.from_string(template).render(tool=tool), rust.render_str(template, tool=tool)
    print(template, "| jinja2:", seen[0], "| minijinja:", seen[1])
    assert seen == (of_python, of_rust), seen
X
echo "as stated"
