"""Re-makes the expected outputs in jinja_cases.json with Python's jinja2, set up as transformers does.

    pip install jinja2==3.1.6
    python3 src/test/resources/volley/tokenizer/jinja_cases.py

The tests read the JSON only.
"""

import json
from pathlib import Path

import jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        next(parser.stream)
        return parser.parse_statements(["name:endgeneration"], drop_needle=True)


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


environment = ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=[jinja2.ext.loopcontrols, Generation]
)
environment.globals["raise_exception"] = raise_exception
environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)

file = Path(__file__).with_name("jinja_cases.json")
cases = json.loads(file.read_text(encoding="utf-8"))
for case in cases:
    case.pop("error", None)
    case.pop("expected", None)
    try:
        case["expected"] = environment.from_string(case["template"]).render(
            messages=case["messages"],
            add_generation_prompt=case["add_generation_prompt"],
            bos_token="<s>",
            eos_token="</s>",
        )
    except Exception as e:
        case["error"] = f"{type(e).__name__}: {e}"
file.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n", encoding="utf-8")
