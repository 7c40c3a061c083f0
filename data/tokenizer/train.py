"""Re-makes tokenizer.json from the samples in the folder above. Volley itself never needs Python.

    pip install tokenizers==0.23.3
    python3 data/tokenizer/train.py

Two runs give the same bytes.
"""

import json
import os

os.environ["TOKENIZERS_PARALLELISM"] = "false"

from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

VOCABULARY_SIZE = 4096
SPECIAL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

here = Path(__file__).resolve().parent
data = here.parent


def texts():
    for record in json.loads((data / "sharegpt.sample.json").read_text(encoding="utf-8")):
        yield from (message["value"] for message in record["conversations"])
    for line in (data / "ultrachat.sample.jsonl").read_text(encoding="utf-8").splitlines():
        yield from json.loads(line)["data"]
    for line in (data / "loogle.sample.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield from (record["input"], record["title"], record["output"])


tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(
    texts(),
    trainers.BpeTrainer(
        vocab_size=VOCABULARY_SIZE,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        special_tokens=[AddedToken(token, special=True, normalized=False) for token in SPECIAL_TOKENS],
        show_progress=False,
    ),
)
tokenizer.save(str(here / "tokenizer.json"), pretty=False)
