"""Tokenizes the texts of bin/bench tokenizing with Hugging Face's own package: FILE TOKENIZER ROUNDS."""
import json
import os
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
try:
    from tokenizers import Tokenizer
except ImportError:
    sys.exit("without Hugging Face's tokenizers: `pip install tokenizers`, or PYTHON=<interpreter that has it>")

file, folder, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(file, encoding="utf-8") as lines:
    texts = [json.loads(line) for line in lines]
tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
times = []
for _ in range(rounds + 1):
    start = time.process_time()
    tokens = sum(len(tokenizer.encode(text, add_special_tokens=False).ids) for text in texts)
    times.append(time.process_time() - start)
warm = min(times[1:])
print(f"{'tokenizers, Python':28} {tokens:12,d} tokens  cold {times[0]:6.2f}  warm {warm:6.2f} CPU-s  {tokens / warm:,.0f} tokens/s")
