package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordVocabularyTest {
    @TempDir
    Path folder;

    @Test
    void ofAByteLevelVocabularyAWordOpensATextWhereItIsATokenWithoutItsBlankToo() throws IOException {
        WordVocabulary words = read("{\"added_tokens\": [{\"content\": \"\u0120special\"}], \"model\": {\"vocab\":"
                + " {\"\u0120ship\": 5, \"ship\": 6, \"\u0120sea\": 7, \"\u0120a\": 8, \"\u0120it's\": 9, \"\u01203rd\": 10,"
                + " \"\u0120m\u00e9r\": 11, \"sail\": 12}, \"merges\": [\"\u0120x\"]}}");
        assertThat(words.words()).containsExactly("sea", "ship");
        assertThat(words.openers()).containsExactly("ship");
    }

    @Test
    void ofASentencepieceVocabularyEveryWordOpensAText() throws IOException {
        WordVocabulary words =
                read("{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"\u2581ship\", -3.5], [\"\u2581sea\", -4.0],"
                        + " [\"\u2581\", -1.0], [\"ing\", -2.0]]}}");
        assertThat(words.words()).containsExactly("sea", "ship");
        assertThat(words.openers()).containsExactly("sea", "ship");
    }

    @Test
    void everyWordOfTheBundledVocabularyIsOneTokenBehindABlank() {
        try (Tokenizer tokenizer = TestTokenizers.bundled()) {
            assertThat(tokenizer.words().words())
                    .hasSizeGreaterThan(1000)
                    .allSatisfy(word ->
                            assertThat(tokenizer.count(" " + word)).as(word).isEqualTo(1));
            assertThat(tokenizer.words().openers())
                    .hasSizeGreaterThan(100)
                    .allSatisfy(
                            word -> assertThat(tokenizer.count(word)).as(word).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/tokenizer", "../shared/data/tokenizers/qwen2_5", "target/tokenizers/llama2"})
    void anyTextOfTriedWordsHasATokenAWordAndItsBeginningsAreItsTokensBeginnings(String folder) {
        assumeThat(Files.exists(Path.of(folder))).as("%s is not here", folder).isTrue();
        try (Tokenizer tokenizer = Tokenizers.load(folder, TestTokenizers.OFFLINE)) {
            List<String> words = PlainWords.tried(tokenizer, 2048);
            assertThat(words).doesNotHaveDuplicates().hasSizeGreaterThan(100);
            Random random = new Random(3);
            for (int round = 0; round < 30; round++) {
                List<String> drawn = IntStream.range(0, 1 + random.nextInt(2000))
                        .mapToObj(i -> words.get(random.nextInt(words.size())))
                        .toList();
                int[] ids = tokenizer.encode(String.join(" ", drawn));
                assertThat(ids).hasSize(drawn.size());
                int cut = random.nextInt(drawn.size());
                assertThat(ids).startsWith(tokenizer.encode(String.join(" ", drawn.subList(0, cut))));
            }
        }
    }

    private WordVocabulary read(String json) throws IOException {
        return WordVocabulary.read(Files.writeString(folder.resolve("tokenizer.json"), json));
    }
}
