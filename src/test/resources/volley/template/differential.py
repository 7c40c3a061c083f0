"""Makes random templates and renders them with jinja2, set up as transformers does.

python differential.py COUNT SEED: one JSON line for each template: template, variables, and expected or error.
The test DifferentialTest renders the same templates with Volley's engine.
"""

import copy
import json
import random
import sys

import jinja2
import jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


ENVIRONMENT = ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols]
)
ENVIRONMENT.filters["tojson"] = tojson
ENVIRONMENT.globals["raise_exception"] = raise_exception

VARIABLES = {
    "messages": [
        {"role": "system", "content": "You are kind.\n"},
        {"role": "user", "content": " Hello <b>World</b> & 'you'  "},
        {"role": "assistant", "content": None, "tool_calls": [{"name": "f", "arguments": {"x": 1, "y": [1.5, None]}}]},
        {"role": "tool", "content": ["a", {"type": "text", "text": "t\u00e9\u00df\U0001f600"}]},
        {"role": "user", "content": "<think>\nso\n</think>\n\nWhy?\r\n"},
    ],
    "tools": None,
    "flag": True,
    "off": False,
    "n": 3,
    "zero": 0,
    "neg": -7,
    "big": 12345678901234567890123,
    "f": 2.5,
    "small": 1e-7,
    "s": "hello world",
    "t": "A-b c_D e\u0301\u3000\u00a0x",
    "empty": "",
    "names": ["b", "A", "c", "a", "B"],
    "nums": [3, 1, 2, 3, -1, 0],
    "mixed": [1, True, 2.0, None, "x"],
    "d": {"k": 1, "items": "own", "b": [1, 2], "a": {"z": None}, "Z": 2.0},
    "rows": [{"n": 1, "g": "x", "v": 2}, {"n": 2, "g": "y", "v": 1}, {"n": 3, "g": "X"}],
    "nested": [[1, [2, 3]], [4, []]],
}

STRINGS = ["s", "t", "empty", "messages[1].content", "messages[4]['content']", "messages[0].role"]
STRING_CONSTANTS = ["'a'", "''", "' x '", "'A b-c'", "'{}|{0}'", "'%s'", "'\\n'", "\"it's\"", "'</think>'", "'l'",
                    "'\\u00e9\\x41'", "'12'", "'-3.5'", "'o'", "'a,b,,c'", "'\U0001f600x'"]
LISTS = ["names", "nums", "mixed", "rows", "nested", "messages", "[]", "[1, 'a', none]", "(1, 2)", "range(4)", "nested[0]"]
DICTS = ["d", "messages[2]", "{}", "{'a': 1, 'b': 'x'}", "{1: 2, true: 3}", "rows[0]", "messages[2].tool_calls[0].arguments"]
NUMBERS = ["n", "zero", "neg", "f", "small", "big", "1", "0", "-2", "2.0", "10", "1e3", "true", "nums|length"]
OTHERS = ["none", "missing", "missing_too", "d.nope", "tools", "flag", "off", "messages[0].nothing"]
STRING_METHODS = [
    "upper()", "lower()", "title()", "capitalize()", "swapcase()", "strip()", "lstrip()", "rstrip()", "strip('xh d')",
    "split()", "split(' ')", "split('o', 1)", "rsplit('o', 1)", "rsplit(None, 1)", "split(maxsplit=1)", "splitlines()",
    "splitlines(true)", "partition(' ')", "rpartition('o')", "startswith('h')", "startswith(('x', '<'))",
    "endswith('d')", "endswith('', 2, 1)", "startswith('e', 1)", "find('o')", "rfind('o')", "find('o', 5)", "index('o')",
    "count('l')", "count('')", "replace('o', '0')", "replace('', '-', 2)", "replace('l', 'LL', 1)", "isdigit()",
    "isalpha()", "isalnum()", "isspace()", "isupper()", "islower()", "istitle()", "isnumeric()", "isdecimal()", "isascii()",
    "zfill(14)", "center(16, '*')", "center(15)", "ljust(13, '.')", "rjust(13)", "removeprefix('he')", "removesuffix('ld')", "join(names)",
    "join(['x'])", "join('abc')", "format(1, 'a', k=2)", "expandtabs(4)", "casefold()", "isprintable()", "isidentifier()",
    "find('l', -4, -1)", "encode", "nothing", "nothing()", "__class__", "split('')",
]
DICT_METHODS = ["get('k')", "get('q')", "get('q', 5)", "items()", "keys()", "values()", "items", "keys()|list",
                "copy()", "pop('k')", "update({})", "k", "b", "a.z", "nope", "get(1)"]
LIST_METHODS = ["index(1)", "count(1)", "copy()", "append(1)", "pop()", "index('zz')", "nope", "sort()"]
SUBSCRIPTS = ["[0]", "[-1]", "[1]", "[9]", "[1:]", "[:-1]", "[::2]", "[::-1]", "[1:3]", "[-2:]", "['k']", "[none:2]",
              "[5:1:-2]", "[n]", "[:n]", "[true]", "['items']", "[1.0]", "[-100:100]", "[::0]", "[:'a']", "[missing]"]
FILTERS = [
    "upper", "lower", "title", "capitalize", "trim", "trim('h')", "length", "count", "first", "last", "list", "reverse", "reverse|list",
    "join", "join(', ')", "join('-', attribute='n')", "default('D')", "default('D', true)", "d('x', boolean=true)", "string", "int",
    "int(7)", "int(default=5)", "float", "float(1.5)", "abs", "round", "round(1)", "round(1, 'floor')", "round(0, 'ceil')", "round|int", "sum",
    "sum(start=10)", "sum(attribute='n')", "min", "max", "sort", "sort(reverse=true)", "sort(case_sensitive=true)",
    "sort(attribute='g')", "sort(attribute='g,n')", "unique|list", "unique(true)|list", "tojson", "tojson(indent=2)", "tojson(sort_keys=true)",
    "tojson(ensure_ascii=true)", "tojson(separators=(',', ':'))", "tojson(indent=0)", "items|list", "dictsort", "dictsort(reverse=true)",
    "dictsort(by='value')", "dictsort(true)", "map('upper')|list", "map(attribute='n')|list", "map(attribute='v', default=0)|list",
    "map('default', 'q')|list", "map('string')|join('+')", "select|list", "select('string')|list", "select('none')|list", "reject('odd')|list",
    "select('gt', 1)|list", "select('in', [1, 3])|list", "selectattr('n')|list", "selectattr('n', 'gt', 1)|list",
    "selectattr('role', 'equalto', 'user')|list|length", "selectattr('v', 'defined')|map(attribute='n')|list", "rejectattr('v', 'defined')|list|length",
    "rejectattr('role', 'in', ['user'])|map(attribute='role')|join(' ')", "selectattr('v', 'undefined')|first", "batch(2)|list",
    "batch(4, 'z')|list", "slice(2)|list", "slice(4, 0)|list", "groupby('g')", "groupby('g')|map('first')|list", "groupby('v', default=9)",
    "indent", "indent(2)", "indent(3, true)", "indent('> ', blank=true)", "replace('l', 'L')", "replace('o', '0', 1)", "replace(1, 2)",
    "e", "escape", "safe", "forceescape", "safe|upper", "e|length", "truncate(5)", "truncate(8, true)", "truncate(7, end='~')", "truncate(5, leeway=0)",
    "wordcount", "center(9)", "format(1)", "format(1, 2)", "attr('k')", "attr('upper')()", "urlencode", "xmlattr", "filesizeformat",
    "striptags", "map('nope')|list", "select('nope')|list", "first|default('no')", "last|string",
]
TESTS = [
    "defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "mapping", "sequence", "iterable", "callable",
    "true", "false", "odd", "even", "divisibleby(3)", "divisibleby 2", "equalto(1)", "eq('a')", "ne 1", "in [1, 2]", "in('hello')", "gt 1", "ge 1", "lt(2)",
    "le 2.0", "sameas(none)", "sameas true", "lower", "upper", "escaped", "greaterthan 0", "lessthan 0", "filter", "test",
]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "~", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]
SPECS = ["'{:>5}'", "'{:<7}|'", "'{:^9}'", "'{:05d}'", "'{:.2f}'", "'{:,}'", "'{:x}'", "'{:e}'", "'{:g}'", "'{!r}'", "'{!s:>4}'", "'{0[0]}'", "'{0.k}'",
         "'{:%}'", "'{:+}'", "'{:*^8}'", "'{:_}'", "'{:#x}'", "'{:b}'", "'{:.3}'", "'{{}}{}'", "'{:08.3f}'", "'{', '}'"]
PERCENTS = ["'%s'", "'%d'", "'%5d|'", "'%-5s|'", "'%.2f'", "'%r'", "'%x'", "'%05.1f'", "'%+d'", "'%g'", "'%e'", "'%%'", "'%s %s'", "'%(k)s'", "'%i'", "'%.3s'", "'%c'"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = []

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, probability):
        return self.random.random() < probability

    def atom(self):
        if self.names and self.chance(0.2):
            return self.pick(self.names)
        return self.pick(self.pick([STRINGS, STRING_CONSTANTS, LISTS, DICTS, NUMBERS, OTHERS]))

    def expression(self, depth=0):
        if depth > 2 or self.chance(0.15):
            return self.atom()
        kind = self.random.randrange(14)
        below = depth + 1
        if kind == 0:
            return f"{self.pick(STRINGS + STRING_CONSTANTS)}.{self.pick(STRING_METHODS)}"
        if kind == 1:
            return f"{self.pick(DICTS)}.{self.pick(DICT_METHODS)}"
        if kind == 2:
            return f"{self.pick(LISTS)}.{self.pick(LIST_METHODS)}"
        if kind == 3:
            # Of constants jinja2 takes a slice when it compiles, and a failing one for undefined: not followed here.
            named = [x for x in LISTS + STRINGS + DICTS if x[0] not in "[({'"]
            return f"{self.pick(named)}{self.pick(SUBSCRIPTS)}"
        if kind in (4, 5, 6):
            source = self.pick([LISTS, STRINGS + STRING_CONSTANTS, DICTS, NUMBERS, OTHERS])
            value = self.pick(source) if self.chance(0.7) else f"({self.expression(below)})"
            return f"{value}|{self.pick(FILTERS)}"
        if kind == 7:
            negation = self.pick(["", "", "not "])
            value = self.atom() if self.chance(0.7) else f"({self.expression(below)})"
            return f"{value} is {negation}{self.pick(TESTS)}"
        if kind in (8, 9):
            pool = self.pick([NUMBERS, NUMBERS, STRINGS + STRING_CONSTANTS, LISTS])
            left = self.pick(pool) if self.chance(0.6) else self.expression(below)
            right = self.pick(pool) if self.chance(0.6) else self.expression(below)
            if self.chance(0.4):
                left = f"({left})"
            if self.chance(0.3):
                right = f"({right})"
            operator = self.pick(BINARY)
            if operator == "**" and "big" in left + right:
                operator = "+"
            return f"{left} {operator} {right}"
        if kind == 10:
            test = self.expression(below)
            otherwise = f" else {self.expression(below)}" if self.chance(0.8) else ""
            return f"({self.expression(below)} if {test}{otherwise})"
        if kind == 11:
            return self.pick(["not ", "-", "+", "not not "]) + self.expression(below)
        if kind == 12:
            if self.chance(0.5):
                return f"{self.pick(SPECS)}.format({self.atom()})"
            return f"{self.pick(PERCENTS)} % {self.pick([self.atom(), '(' + self.atom() + ',)', '(' + self.atom() + ', ' + self.atom() + ')', 'd'])}"
        return self.pick([
            f"[{self.expression(below)}, {self.expression(below)}]",
            f"{{'a': {self.expression(below)}, {self.atom()}: 1}}",
            f"({self.expression(below)}, )",
            f"dict(a={self.atom()}, **{self.pick(DICTS)})",
            f"{self.atom()} < {self.atom()} <= {self.atom()}",
            f"'a' 'b' ~ {self.atom()}",
            f"range({self.pick(NUMBERS)}, {self.pick(NUMBERS)})|list",
            f"{self.atom()} == {self.atom()}",
        ])

    def output(self):
        left = self.pick(["{{ ", "{{ ", "{{- ", "{{"])
        right = self.pick([" }}", " }}", " -}}", "}}"])
        return left + self.expression() + right

    def tag(self, text):
        left = self.pick(["{% ", "{%- ", "{%", "{%+ ", "{% "])
        right = self.pick([" %}", " -%}", "%}", " %}", " +%}"])
        return left + text + right

    def text(self):
        return self.pick(["a", " ", "\n", "  \n", "\n  ", "x y\n", "\t", "<|im|>", "\n\n", "{# c #}", "{#- c -#}\n", "{ %", "}}", "\r\n", "\u00a0\n",
                          "{% raw %}{{ x }}{% endraw %}", "{%- raw -%} {% y {%- endraw %}"])

    def name(self):
        return self.pick(["v", "w", "x", "ns", "s", "n", "item"])

    def body(self, depth, in_loop=False):
        parts = []
        for _ in range(self.random.randrange(1, 4)):
            parts.append(self.statement(depth, in_loop))
        return "".join(parts)

    def statement(self, depth=0, in_loop=False):
        if depth > 3 or self.chance(0.3):
            return self.text() + (self.output() if self.chance(0.6) else "")
        kind = self.random.randrange(16)
        below = depth + 1
        tag = self.tag
        if kind <= 2:
            return self.output()
        if kind == 3:
            name = self.name()
            statement = tag(f"set {name} = {self.expression()}")
            self.names.append(name)
            return statement
        if kind == 4:
            parts = tag(f"if {self.expression()}") + self.body(below, in_loop)
            if self.chance(0.4):
                parts += tag(f"elif {self.expression()}") + self.body(below, in_loop)
            if self.chance(0.5):
                parts += tag("else") + self.body(below, in_loop)
            return parts + tag("endif")
        if kind in (5, 6, 7):
            target = self.pick(["x", "v", "k, v", "item", "m"])
            iterable = self.pick(LISTS + DICTS + ["d.items()", "d|items", "d|dictsort", "names|map('upper')", "s", "missing", "nums|reverse", self.expression(2)])
            if target == "k, v" and self.chance(0.8):
                iterable = self.pick(["d.items()", "d|items", "d|dictsort", "nested", "[(1, 2), [3, 4]]"])
            self.names += target.split(", ")
            test = f" if {self.pick(['x', 'v', 'true', 'loop', 'm.role', 'item'])}" if self.chance(0.2) else ""
            if self.chance(0.1):
                test = f" if {self.expression(2)}"
            inside = self.body(below, True)
            if self.chance(0.6):
                inside += "{{ " + self.pick([
                    "loop.index", "loop.index0", "loop.first", "loop.last", "loop.length", "loop.revindex", "loop.previtem", "loop.nextitem",
                    "loop.cycle('a', 'b')", "loop.changed(1)", "loop.depth", "loop.revindex0", "loop", "loop.nope", "loop|length"]) + " }}"
            if self.chance(0.3):
                inside += tag(f"if {self.pick(['loop.index > 1', 'x', 'v', 'loop.last', self.expression(2)])}") + tag(self.pick(["break", "continue"])) + tag("endif")
            otherwise = tag("else") + self.body(below, in_loop) if self.chance(0.2) else ""
            return tag(f"for {target} in {iterable}{test}") + inside + otherwise + tag("endfor")
        if kind == 8:
            self.names.append("b")
            chain = self.pick(["", "", " | upper", " | trim | title"])
            return tag(f"set b{chain}") + self.body(below, in_loop) + tag("endset")
        if kind == 9:
            macro = tag("macro m(a, b='B', c=none)") + self.pick(["{{ a }}", "{{ b ~ c }}", "{{ varargs }}", "{{ kwargs }}", "{{ caller() if caller }}", ""]) + self.body(below) + tag("endmacro")
            calls = ["m()", "m(1)", "m(1, 2, 3)", "m(1, 2, 3, 4)", "m(b='q')", "m(a=s, z=1)", "m(*names)", "m(**d)", "m", "m.name", "m.arguments"]
            return macro + "{{ " + self.pick(calls) + " }}"
        if kind == 10:
            return tag("macro c(a)") + "[{{ a }}{{ caller(a) }}]" + tag("endmacro") + tag(f"call{self.pick(['', '(y)', '(y=3)'])} c({self.atom()})") + self.body(below) + "{{ y }}" + tag("endcall")
        if kind == 11:
            return tag(f"with {self.pick(['x = 1', 'x = s, y = x', 'v = ' + self.expression(2), ''])}") + self.body(below, in_loop) + "{{ x }}{{ y }}" + tag("endwith")
        if kind == 12:
            return tag(f"filter {self.pick(['upper', 'trim', 'replace(s, n)', 'indent(2)|title', 'e', 'length'])}") + self.body(below, in_loop) + tag("endfilter")
        if kind == 13:
            self.names.append("ns.v")
            return tag(f"set ns = namespace(v={self.atom()}, w=[])") + tag("for i in [1, 2, 3]") + tag(f"set ns.v = {self.pick(['i', 'ns.v ~ i', '[ns.v, i]', 'ns.w + [i]'])}") + self.body(below, True) + tag("endfor") + "{{ ns.v }}"
        if kind == 14:
            return self.pick([
                tag("generation") + self.body(below, False) + tag("endgeneration"),
                tag("set a, b = 1, " + self.atom()) + "{{ a }}{{ b }}",
                tag(f"print {self.expression()}"),
                "{% for x in nested recursive %}{{ x if x is number }}{% if x is iterable and x is not string %}({{ loop(x) }}){% endif %}{% endfor %}",
                "{% set j = joiner('|') %}{{ j() }}{{ j() }}{{ j() }}",
                "{% set c = cycler('o', 'e') %}{{ c.next() }}{{ c.current }}{{ c.next() }}{{ c.next() }}",
                "{% block q %}" + self.body(below) + "{% endblock %}",
                tag(f"if {self.atom()}") + "{{ 1|nosuchfilter }}" + tag("endif"),
                "{{ raise_exception('no: ' ~ n) }}" if self.chance(0.2) else "",
            ])
        return self.text()

    def template(self):
        return "".join(self.statement() for _ in range(self.random.randrange(1, 6)))


def render(template):
    try:
        return {"expected": ENVIRONMENT.from_string(template).render(**copy.deepcopy(VARIABLES))}
    except Exception as error:  # noqa: BLE001 - every error is a result
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    print(json.dumps({"variables": VARIABLES, "jinja2": jinja2.__version__}))
    made = 0
    while made < count:
        template = Maker(seed).template()
        seed += 1
        result = render(template)
        # An address in memory is not the same twice.
        if " at 0x" in (result.get("expected", "") + result.get("error", "")).lower() or len(result.get("expected", "")) > 20000:
            continue
        made += 1
        print(json.dumps({"template": template, **result}))


if __name__ == "__main__":
    main()
