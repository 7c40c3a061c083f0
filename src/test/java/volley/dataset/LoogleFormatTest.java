package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.config.TurnSelection;

class LoogleFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** Field and value in turn. */
    private static String json(Object... fieldsAndValues) throws Exception {
        Map<String, Object> record = new LinkedHashMap<>();
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            record.put((String) fieldsAndValues[i], fieldsAndValues[i + 1]);
        }
        return JSON.writeValueAsString(record);
    }

    private Dataset load(boolean shuffle, TurnSelection turns, String... lines) throws Exception {
        Path file = DatasetFiles.write(folder, "loogle.jsonl", String.join("\n", lines) + "\n");
        return Datasets.load(
                new DatasetRequest(
                        DatasetFormat.LOOGLE, file, OptionalInt.empty(), shuffle, 1, OptionalInt.empty(), turns, false),
                new WordTokenizer());
    }

    private List<Turn> turns(Object qaPairs) throws Exception {
        return load(false, TurnSelection.MULTI_TURN, json("input", "The text.", "title", "T", "qa_pairs", qaPairs))
                .conversations()
                .get(0)
                .turns();
    }

    private static final List<Turn> TWO_TURNS =
            List.of(new Turn("Input: The text. Question: Who isn't it?", 7, 1), new Turn("And what is that?", 4, 3));

    @Test
    void everyShapeOfQaPairsGivesTheSameTurns() throws Exception {
        List<Map<String, ?>> pairs = List.of(
                Map.of("Q", "Who isn't it?", "A", "He", "type", "x"),
                Map.of("Q", "And what is that?", "A", "A long answer", "S", List.of("evidence")));

        assertThat(turns(pairs)).isEqualTo(TWO_TURNS);
        assertThat(turns(JSON.writeValueAsString(pairs))).isEqualTo(TWO_TURNS);
        assertThat(turns("[{'Q': \"Who isn't it?\", 'A': 'He', 'type': None}, "
                        + "{'Q': 'And what ' 'is that?', 'A': u'A\\x20long answer', 'S': ('evidence',)}]"))
                .isEqualTo(TWO_TURNS);
    }

    @Test
    void withoutQuestionsItIsASummary() throws Exception {
        String input = "😀 wörd ".repeat(400);
        // 1024 code points of "😀 wörd " (7 code points): 146 repeats and "😀 ".
        Turn summary = new Turn("Input: " + input + " Question: Please summarize the input", 806, 146 * 2 + 1);

        for (Object none : Arrays.asList("none", "None", "null", "", "[]", null, List.of())) {
            assertThat(load(false, TurnSelection.MULTI_TURN, json("input", input, "qa_pairs", none))
                            .conversations()
                            .get(0)
                            .turns())
                    .as("qa_pairs %s", none)
                    .containsExactly(summary);
        }
        assertThat(load(true, TurnSelection.MULTI_TURN, json("input", input))
                        .conversations()
                        .get(0)
                        .turns())
                .containsExactly(summary);
    }

    @Test
    void aClozeAnswerIsItsValues() throws Exception {
        assertThat(turns("[{'Q': '<mask-0> met <mask-1>', 'A': {'<mask-0>': 'Ann Lee', '<mask-1>': 'Bob'}}]"))
                .extracting(Turn::outputTokens)
                .containsExactly(3);
        assertThat(turns("[{'Q': 'How many of them?', 'A': 3}]"))
                .extracting(Turn::outputTokens)
                .containsExactly(1);
    }

    @Test
    void answersMayBeShortButNotEmpty() throws Exception {
        Dataset dataset = load(
                false,
                TurnSelection.MULTI_TURN,
                json("input", "The text.", "qa_pairs", "[{'Q': 'Who?', 'A': ''}]"),
                json("input", "  ", "qa_pairs", "[{'Q': 'Who?', 'A': 'x'}]"),
                json("input", "The text.", "qa_pairs", "[{'Q': 'Who?', 'A': 'x'}, {'Q': 'Why?', 'A': 'y'}]"));

        assertThat(dataset.conversations()).hasSize(1);
        assertThat(dataset.conversations().get(0).turns())
                .containsExactly(new Turn("Input: The text. Question: Who?", 5, 1));
        assertThat(dataset.filtered().byReason())
                .isEqualTo(Map.of(
                        FilterReason.ANSWER_TOO_SHORT, 1L,
                        FilterReason.EMPTY_DOCUMENT, 1L,
                        FilterReason.CUT_AT_SHORT_PROMPT, 1L));
    }

    @Test
    void sharedPrefixRepeatsTheDocument() throws Exception {
        Dataset dataset = load(
                true,
                TurnSelection.SHARED_PREFIX,
                json("input", "The text.", "qa_pairs", "[{'Q': 'Who?', 'A': 'x'}, {'Q': 'Why?', 'A': 'y z'}]"));

        assertThat(dataset.conversations().get(0).turns())
                .containsExactly(
                        new Turn("Input: The text. Question: Who?", 5, 1),
                        new Turn("Input: The text. Question: Why?", 5, 2));
    }

    @Test
    void rowsOfOneDocumentAreOneConversationWhereverTheyStand() throws Exception {
        String[] rows = {
            json("context", "Text one.", "question", "What is it one?", "answer", "a", "doc_id", "d1", "id", "q1"),
            json("context", "Text two.", "question", "What is it two?", "answer", "b", "doc_id", 2, "id", "q2"),
            json("context", "Text one.", "question", "What is it three?", "answer", "c d", "doc_id", "d1", "id", "q3"),
            json("context", "No ids here.", "question", "What is it four?", "answer", "e"),
            json("context", "No ids here.", "question", "What is it five?", "answer", List.of("f", "g")),
            json("context", "To be summarized."),
        };
        List<Conversation> expected = List.of(
                new Conversation(
                        "d1",
                        List.of(
                                new Turn("Input: Text one. Question: What is it one?", 8, 1),
                                new Turn("What is it three?", 4, 2))),
                new Conversation("2", List.of(new Turn("Input: Text two. Question: What is it two?", 8, 1))),
                new Conversation(
                        "record-4",
                        List.of(
                                new Turn("Input: No ids here. Question: What is it four?", 9, 1),
                                new Turn("What is it five?", 4, 2))),
                new Conversation(
                        "record-6",
                        List.of(new Turn("Input: To be summarized. Question: Please summarize the input", 9, 3))));

        Dataset inOrder = load(false, TurnSelection.MULTI_TURN, rows);
        assertThat(inOrder.conversations()).isEqualTo(expected);
        assertThat(inOrder.recordsRead()).isEqualTo(6);

        List<Conversation> shuffled =
                new ArrayList<>(load(true, TurnSelection.MULTI_TURN, rows).conversations());
        assertThat(shuffled).containsExactlyInAnyOrderElementsOf(expected);

        Path file = folder.resolve("loogle.jsonl");
        assertThat(Datasets.load(
                                DatasetFiles.sample(DatasetFormat.LOOGLE, DatasetFiles.gzip(file), 4, 1),
                                new WordTokenizer())
                        .conversations())
                .isEqualTo(shuffled);
    }

    @Test
    void aBadLiteralIsRefusedWithItsLineAndPosition() {
        assertThatThrownBy(() -> load(
                        true,
                        TurnSelection.MULTI_TURN,
                        json("input", "The text.", "qa_pairs", "none"),
                        json("input", "The text.", "qa_pairs", "[{'Q': open('/tmp/x', 'w')}]")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("loogle.jsonl, line 2, has \"qa_pairs\" that cannot be read: not a Python"
                        + " literal, an unexpected 'o' at character 8");
        assertThatThrownBy(() -> turns("[{'A': 'no question'}]")).hasMessageContaining("line 1, has a pair without");
        assertThatThrownBy(() -> turns("7")).hasMessageContaining("line 1, has \"qa_pairs\" that are not a list");
    }
}
