"""Writes python_literals.jsonl: literals with the values CPython gives them, or null where it refuses them.

Run with CPython 3.11: python3 python_literals.py > python_literals.jsonl
Each line: {"literal": text, "ok": bool, "value": value}. Bytes are written {"bytes": hex}, dicts {"dict": [[key, value], ...]}.
"""
import ast, json, random, warnings

warnings.simplefilter("ignore")

HAND = [
    "'a'", '"a"', "''", "'it\\'s'", '"it\'s"', "'''a'b\n\"c'''", '"""x"""', "'a' 'b'", "'a'\"b\"'''c'''", "[\n'a'\n'b'\n]",
    "r'a\\nb'", "R'\\''", "u'x'", "U'x'", "b'x\\x00\\377\\u0041'", "rb'\\x00'", "Br'\\d'", "b'a' b'b'",
    "'\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"'", "'\\0\\12\\123\\1234\\777'", "'\\x41\\xe9'", "'\\u00e9\\u4e2d'", "'\\U0001F600'",
    "'\\N{GREEK SMALL LETTER ALPHA}\\N{greek small letter beta}'", "'\\d\\q\\é'", "'a\\\nb'", "'é中😀'",
    "0", "00", "7", "-7", "+7", "- 7", "1_000", "0x1F", "0XfF_f", "0o17", "0b1_01", "0x_1", "12345678901234567890123", "-9223372036854775808",
    "1.5", "1.", ".5", "-.5e-3", "1e5", "1E+5", "1_0.2_5", "012.5", "0.0", "-0.0",
    "True", "False", "None", "[]", "()", "{}", "[1]", "[1,]", "(1)", "(1,)", "(1, 2)", "((1,),)", "{'a': 1,}", "{1: {2: [3]}}", "{(1, 2): 'x'}",
    "{'a': 1, 'a': 2}", " 'x'", "\t1", "[ 1 , 2 ]", "[True,False,None]", "[['a'], ('b',), {'c': None}]",
    "", " ", "'", "'a", "'a\\", "'a\n'", "'''a''", "'\\x4'", "'\\u12'", "'\\U00110000'", "'\\N{NO SUCH NAME}'", "'\\N'", "b'é'", "'a' b'b'", "b'a' 'b'",
    "ur'x'", "bu'x'", "01", "1__0", "_1", "1_", "0x", "0b2", "0o8", "1e", "1.2.3", "--1", "-True", "-'a'",
    "[1", "[1 2]", "[,]", "[1,,2]", "(,)", "(", ")", "]", "{1:}", "{1 2}", "{,}", "{'a': 1 'b': 2}", "{[1]: 2}", "{{}: 1}",
    "x", "true", "null", "nan", "inf", "open('x')", "__import__('os').system('true')", "[x for x in [1]]", "lambda: 1", "1 if True else 2",
    "'a'.upper()", "'a' + 'b'", "f'a'", "F'{1}'", "1 and 2", "not 1", "(yield)", "{**{}}", "[*[1]]", "Ellipsis", "'a' 1", "1 2", "1;2",
    "Trueish", "None1", "'a'b", "dict()", "[1]\\", "$", "`1`", "'a'[0]", "{'a': open('/etc/passwd')}",
]
# CPython takes these; Volley has no use for them and refuses them.
REFUSED_HERE_ONLY = {"1j", "{1}", "{1, 2}", "set()", "1+2j", "[1]  # comment", "..."}


def tagged(v):
    if isinstance(v, bytes):
        return {"bytes": v.hex()}
    if isinstance(v, (list, tuple)):
        return [tagged(x) for x in v]
    if isinstance(v, dict):
        return {"dict": [[tagged(k), tagged(x)] for k, x in v.items()]}
    return v


def line(text):
    try:
        value = ast.literal_eval(text)
        ok = text not in REFUSED_HERE_ONLY
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        ok = False
    print(json.dumps({"literal": text, "ok": ok, "value": tagged(value) if ok else None}))


rng = random.Random(20260101)
ALPHABET = "abc '\"\\\n\t\r\x00\x07\x7f\x85\xa0éß中\u2028\ufeff😀\ud800{}[](),:"


def value(depth):
    kind = rng.randrange(10 if depth else 6)
    if kind <= 2:
        return "".join(rng.choice(ALPHABET) for _ in range(rng.randrange(8)))
    if kind == 3:
        return rng.choice([0, 1, -1, rng.getrandbits(70) - 2**69, rng.random() * 10 ** rng.randrange(-20, 20)])
    if kind == 4:
        return rng.choice([True, False, None])
    if kind == 5:
        return bytes(rng.randrange(256) for _ in range(rng.randrange(5)))
    items = [value(depth - 1) for _ in range(rng.randrange(4))]
    if kind == 6:
        return tuple(items)
    if kind <= 8:
        return items
    return {k: x for k, x in zip(["Q", "A", "type", "S"], items)}


for text in HAND + sorted(REFUSED_HERE_ONLY):
    line(text)
for _ in range(400):
    line(repr(value(4)))
for _ in range(50):
    line(ascii(value(4)))
