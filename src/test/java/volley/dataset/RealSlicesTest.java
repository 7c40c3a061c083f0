package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.config.TurnSelection;

/** Slices of the real datasets, which are not in the repository. */
class RealSlicesTest {
    private static final Path DATA = Path.of("../shared/data");

    @TempDir
    Path folder;

    private static Path slice(String name) {
        Path file = DATA.resolve(name);
        assumeThat(file).as("a slice that is not in the repository").exists();
        return file;
    }

    /** The dataset's rules again, on the whole file as a tree. */
    private static List<Conversation> expectedShareGpt(Path file) throws IOException {
        WordTokenizer tokenizer = new WordTokenizer();
        List<Conversation> expected = new ArrayList<>();
        for (JsonNode record : new ObjectMapper().readTree(file.toFile())) {
            JsonNode entries = record.get("conversations");
            if (entries.size() < 2 || entries.size() % 2 != 0) {
                continue;
            }
            List<Turn> turns = new ArrayList<>();
            for (int i = 0; i < entries.size(); i += 2) {
                assertThat(entries.get(i).get("from").textValue()).isEqualTo("human");
                assertThat(entries.get(i + 1).get("from").textValue()).isEqualTo("gpt");
                String prompt = entries.get(i).get("value").textValue();
                int promptTokens = tokenizer.encode(prompt).length;
                int answerTokens =
                        tokenizer.encode(entries.get(i + 1).get("value").textValue()).length;
                if (promptTokens < 4 || answerTokens < 4) {
                    break;
                }
                turns.add(new Turn(prompt, promptTokens, answerTokens));
            }
            if (!turns.isEmpty()) {
                expected.add(new Conversation(record.get("id").textValue(), turns));
            }
        }
        return expected;
    }

    @Test
    void shareGpt() throws IOException {
        Path file = slice("sharegpt/dummy_conversation.json");
        List<Conversation> expected = expectedShareGpt(file);
        assertThat(expected).hasSizeGreaterThan(100);

        Dataset inOrder = Datasets.load(DatasetFiles.all(DatasetFormat.SHAREGPT, file), new WordTokenizer());
        assertThat(inOrder.conversations()).isEqualTo(expected);
        assertThat(inOrder.recordsRead()).isEqualTo(500);
        assertThat(inOrder.filtered().dropped()).isEqualTo(500 - expected.size());

        Dataset shuffled = Datasets.load(
                new DatasetRequest(
                        DatasetFormat.SHAREGPT,
                        file,
                        OptionalInt.empty(),
                        true,
                        1,
                        OptionalInt.empty(),
                        TurnSelection.MULTI_TURN,
                        false),
                new WordTokenizer());
        assertThat(shuffled.conversations()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(shuffled.conversations()).isNotEqualTo(expected);
        assertThat(shuffled.filtered()).isEqualTo(inOrder.filtered());
    }

    @Test
    void ultraChatsOwnExampleHasAnOddNumberOfEntries() {
        Path file = slice("ultrachat/readme_example.jsonl");

        assertThatThrownBy(() -> Datasets.load(DatasetFiles.all(DatasetFormat.ULTRACHAT, file), new WordTokenizer()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("(1 records; 1 an odd number of entries)");
    }

    @Test
    void ultraChatsExampleWithoutItsLastEntry() throws IOException {
        String line = Files.readString(slice("ultrachat/readme_example.jsonl"));
        Path even = DatasetFiles.write(folder, "even.jsonl", line.replace(", \"...\"]", "]"));

        Dataset dataset = Datasets.load(DatasetFiles.all(DatasetFormat.ULTRACHAT, even), new WordTokenizer());
        assertThat(dataset.conversations().get(0).id()).isEqualTo("0");
        // The third answer is "Yes, absolutely! ...": three words.
        assertThat(dataset.conversations().get(0).turns()).hasSize(2);
        assertThat(dataset.filtered().count(FilterReason.CUT_AT_SHORT_ANSWER)).isEqualTo(1);
    }

    @Test
    void loogle() {
        // Questions as CPython's ast.literal_eval counts them.
        assertQuestions("loogle/longdep_qa.2docs.jsonl", 6, 11);
        assertQuestions("loogle/shortdep_qa.2docs.jsonl", 11, 12);
        assertQuestions("loogle/qa_pairs_input_cut.10docs.jsonl", 6, 9, 11, 10, 7, 11, 12, 16, 25, 16);
    }

    private static void assertQuestions(String slice, int... questions) {
        Dataset dataset = Datasets.load(DatasetFiles.all(DatasetFormat.LOOGLE, slice(slice)), new WordTokenizer());
        assertThat(dataset.filtered().byReason()).as(slice).isEmpty();
        assertThat(dataset.conversations())
                .extracting(c -> c.turns().size())
                .as(slice)
                .containsExactly(box(questions));
        assertThat(dataset.conversations()).allSatisfy(c -> {
            assertThat(c.turns().get(0).prompt()).startsWith("Input: ").contains(" Question: ");
            assertThat(c.turns().subList(1, c.turns().size()))
                    .noneMatch(t -> t.prompt().startsWith("Input: "));
        });
    }

    private static Integer[] box(int... numbers) {
        return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
    }
}
