package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UltraChatFormatTest {
    @TempDir
    Path folder;

    private Path file(String... lines) throws Exception {
        return DatasetFiles.write(folder, "ultrachat.jsonl", String.join("\n", lines));
    }

    @Test
    void userAndAssistantTakeTurns() throws Exception {
        Path file = file(
                "{\"id\": \"7\", \"data\": [\"one two three four\", \"1 2 3 4 5\", \"five six seven eight nine\", \"a b c d\"]}",
                "{\"id\": 8, \"data\": [\"one two three four\", \"1 2 3 4 5\"], \"extra\": {\"data\": []}}",
                "{\"id\": 9, \"data\": []}",
                "{\"id\": 10, \"data\": [\"one two three four\"]}",
                "{\"id\": 11, \"data\": [\"one two three four\", [\"1 2 3 4\"]]}",
                "{\"id\": 12, \"data\": [\"a b c d\", \"a b c d\", \"a b c d\"]}");

        Dataset dataset = Datasets.load(DatasetFiles.all(DatasetFormat.ULTRACHAT, file), new WordTokenizer());

        assertThat(dataset.conversations())
                .containsExactly(
                        new Conversation(
                                "7",
                                List.of(
                                        new Turn("one two three four", 4, 5),
                                        new Turn("five six seven eight nine", 5, 4))),
                        new Conversation("8", List.of(new Turn("one two three four", 4, 5))));
        assertThat(dataset.filtered().byReason())
                .isEqualTo(Map.of(
                        FilterReason.EMPTY, 1L,
                        FilterReason.TOO_FEW_ENTRIES, 1L,
                        FilterReason.ODD_ENTRIES, 1L,
                        FilterReason.ENTRY_WITHOUT_TEXT, 1L));
        assertThat(dataset.recordsRead()).isEqualTo(6);
    }

    @Test
    void compressionIsToldByTheContentNotTheName() throws Exception {
        Path plain = file("{\"data\": [\"one two three four\", \"1 2 3 4 5\"]}");
        Path misnamed = folder.resolve("really-gzip.json");
        Files.move(DatasetFiles.gzip(plain), misnamed);

        assertThat(Datasets.load(DatasetFiles.sample(DatasetFormat.ULTRACHAT, misnamed, 1, 1), new WordTokenizer())
                        .conversations())
                .containsExactly(new Conversation("record-1", List.of(new Turn("one two three four", 4, 5))));
    }
}
