package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainWordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"data/tokenizer", "../shared/data/tokenizers/qwen2_5"})
    void anyTextOfPlainWordsHasATokenAWordAndItsBeginningsAreItsTokensBeginnings(String folder) {
        assumeThat(Files.exists(Path.of(folder))).as("%s is not here", folder).isTrue();
        HubAccess noHub = HubAccess.from(Map.of("HF_HUB_OFFLINE", "1"), Path.of("."));
        try (Tokenizer tokenizer = Tokenizers.load(folder, noHub)) {
            List<String> words = PlainWords.of(tokenizer);
            assertThat(words).doesNotHaveDuplicates().hasSizeGreaterThan(100);
            Random random = new Random(3);
            for (int round = 0; round < 30; round++) {
                List<String> drawn = IntStream.range(0, 1 + random.nextInt(2000))
                        .mapToObj(i -> words.get(random.nextInt(words.size())))
                        .toList();
                int[] ids = tokenizer.encode(String.join("", drawn));
                assertThat(ids).hasSize(drawn.size());
                int cut = random.nextInt(drawn.size());
                int[] beginning = tokenizer.encode(drawn.stream().limit(cut).collect(Collectors.joining()));
                assertThat(ids).startsWith(beginning);
            }
        }
    }
}
