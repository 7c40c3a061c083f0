package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.TurnSelection;

class ShareGptFormatTest {
    private static final String LONG = "one two three four five";

    @TempDir
    Path folder;

    private final WordTokenizer tokenizer = new WordTokenizer();

    private static String record(String id, String... fromAndText) {
        StringBuilder json = new StringBuilder("{\"id\":\"" + id + "\",\"conversations\":[");
        for (int i = 0; i < fromAndText.length; i += 2) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"from\":\"" + fromAndText[i] + "\",\"value\":\"" + fromAndText[i + 1] + "\"}");
        }
        return json.append("]}").toString();
    }

    private Dataset load(String... records) throws Exception {
        Path file = DatasetFiles.write(folder, "d.json", "[" + String.join(",\n", records) + "]");
        return Datasets.load(DatasetFiles.all(DatasetFormat.SHAREGPT, file), tokenizer);
    }

    @Test
    void pairsBecomeTurns() throws Exception {
        Dataset dataset = load(record("x", "human", LONG, "gpt", LONG + " six", "human", LONG + " 6 7", "gpt", LONG));

        assertThat(dataset.conversations())
                .containsExactly(new Conversation("x", List.of(new Turn(LONG, 5, 6), new Turn(LONG + " 6 7", 7, 5))));
        assertThat(dataset.filtered().byReason()).isEmpty();
        assertThat(dataset.recordsRead()).isEqualTo(1);
    }

    @Test
    void theListMayBeCalledConversationAndWhatIsNoNumberElsewhereIsOneInPython() throws Exception {
        Dataset dataset = load(
                record("x", "human", LONG, "gpt", LONG).replace("\"conversations\"", "\"conversation\""),
                record("both", "human", LONG, "gpt", LONG).replace("{\"id\"", "{\"conversation\":[],\"id\""),
                record("both too", "human", LONG, "gpt", LONG).replace("]}", "],\"conversation\":[]}"),
                record("nan", "human", LONG, "gpt", LONG)
                        .replace("{\"id\"", "{\"a\":NaN,\"b\":Infinity,\"c\":[-Infinity],\"id\""));

        assertThat(dataset.conversations())
                .extracting(Conversation::id)
                .containsExactly("x", "both", "both too", "nan");
    }

    @Test
    void messagesAsInOpenAisInterface() throws Exception {
        Dataset dataset = load(record("x", "user", LONG, "assistant", LONG)
                .replace("\"conversations\"", "\"messages\"")
                .replace("\"from\"", "\"role\"")
                .replace("\"value\"", "\"content\""));

        assertThat(dataset.conversations()).containsExactly(new Conversation("x", List.of(new Turn(LONG, 5, 5))));
        Path file = DatasetFiles.write(folder, "m.json", "[{\"messages\":[]}]");
        assertThat(FormatOfFile.chats(file)).contains(DatasetFormat.SHAREGPT);
        assertThat(FormatOfFile.chats(DatasetFiles.write(folder, "t.jsonl", "{\"timestamp\":0,\"messages\":[]}")))
                .isEmpty();
    }

    @Test
    void aRecordWithoutTurnsIsSkippedAndCounted() throws Exception {
        Dataset dataset = load(
                record("x", "human", LONG, "gpt", LONG),
                "{\"id\":\"null\",\"conversations\":null}",
                "{\"id\":\"none\",\"items\":[]}",
                "{}",
                record("y", "human", LONG, "gpt", LONG));

        assertThat(dataset.conversations()).extracting(Conversation::id).containsExactly("x", "y");
        assertThat(dataset.filtered().byReason()).isEqualTo(Map.of(FilterReason.NO_TURNS, 3L));
        assertThat(dataset.filtered().describe()).isEqualTo("3 no list of turns");
    }

    @Test
    void structuralDefectsAreCountedEachByItsReason() throws Exception {
        Dataset dataset = load(
                record("empty"),
                record("one", "human", LONG),
                record("odd", "human", LONG, "gpt", LONG, "human", LONG),
                record("gpt first", "gpt", LONG, "human", LONG),
                record("system first", "system", LONG, "human", LONG, "gpt", LONG, "human", LONG),
                record("order", "human", LONG, "gpt", LONG, "gpt", LONG, "human", LONG),
                record("twice", "human", LONG, "human", LONG),
                "{\"id\":1,\"conversations\":[{\"from\":\"human\",\"value\":null},{\"from\":\"gpt\",\"value\":\"x\"}]}",
                "{\"id\":2,\"conversations\":[{\"from\":\"human\",\"value\":\"a b c d\"},{\"from\":\"gpt\"}]}",
                record("good", "user", LONG, "chatgpt", LONG));

        assertThat(dataset.conversations()).extracting(Conversation::id).containsExactly("good");
        assertThat(dataset.filtered().byReason())
                .isEqualTo(Map.of(
                        FilterReason.EMPTY, 1L,
                        FilterReason.TOO_FEW_ENTRIES, 1L,
                        FilterReason.ODD_ENTRIES, 1L,
                        FilterReason.FIRST_NOT_HUMAN, 2L,
                        FilterReason.WRONG_ROLE_ORDER, 2L,
                        FilterReason.ENTRY_WITHOUT_TEXT, 2L));
        assertThat(dataset.filtered().dropped()).isEqualTo(9);
    }

    @Test
    void aShortTurnEndsTheConversationBeforeIt() throws Exception {
        String[] good = {"human", LONG, "gpt", LONG};
        Dataset dataset = load(
                record("prompt first", "human", "a b c", "gpt", LONG, "human", LONG, "gpt", LONG),
                record("answer first", "human", LONG, "gpt", "a b c", "human", LONG, "gpt", LONG),
                record(
                        "prompt later",
                        "human",
                        LONG,
                        "gpt",
                        LONG,
                        "human",
                        "a b c",
                        "gpt",
                        LONG,
                        "human",
                        LONG,
                        "gpt",
                        LONG),
                record(
                        "answer later",
                        "human",
                        LONG,
                        "gpt",
                        LONG,
                        "human",
                        LONG,
                        "gpt",
                        "a b c",
                        "human",
                        LONG,
                        "gpt",
                        LONG),
                record("just enough", "human", "a b c d", "gpt", "a b c d"),
                record("good", good));

        assertThat(dataset.conversations())
                .extracting(Conversation::id)
                .containsExactly("prompt later", "answer later", "just enough", "good");
        assertThat(dataset.conversations())
                .allMatch(conversation -> conversation.turns().size() == 1);
        assertThat(dataset.filtered().byReason())
                .isEqualTo(Map.of(
                        FilterReason.PROMPT_TOO_SHORT, 1L,
                        FilterReason.ANSWER_TOO_SHORT, 1L,
                        FilterReason.CUT_AT_SHORT_PROMPT, 1L,
                        FilterReason.CUT_AT_SHORT_ANSWER, 1L));
        assertThat(dataset.filtered().dropped()).isEqualTo(2);
        assertThat(dataset.filtered().cut()).isEqualTo(2);
        assertThat(dataset.filtered().describe())
                .startsWith("1 first prompt too short, 1 first answer too short, 1 cut before a later prompt");
    }

    @Test
    void aFixedOutputLengthNeedsNoAnswers() throws Exception {
        Path file = DatasetFiles.write(
                folder, "d.json", "[" + record("x", "human", LONG, "gpt", "ok", "human", LONG, "gpt", "") + "]");
        DatasetRequest request = new DatasetRequest(
                DatasetFormat.SHAREGPT,
                file,
                OptionalInt.of(1),
                true,
                1,
                OptionalInt.of(64),
                TurnSelection.MULTI_TURN,
                false);

        assertThat(Datasets.load(request, tokenizer).conversations().get(0).turns())
                .containsExactly(new Turn(LONG, 5, 64), new Turn(LONG, 5, 64));
        assertThat(tokenizer.texts.get()).as("texts tokenized").isEqualTo(2);
    }

    @Test
    void firstTurnOnly() throws Exception {
        Path file = DatasetFiles.write(
                folder, "d.json", "[" + record("x", "human", LONG, "gpt", LONG, "human", "a", "gpt", LONG) + "]");
        DatasetRequest request = new DatasetRequest(
                DatasetFormat.SHAREGPT,
                file,
                OptionalInt.of(1),
                true,
                1,
                OptionalInt.empty(),
                TurnSelection.FIRST_TURN,
                false);
        Dataset dataset = Datasets.load(request, tokenizer);

        assertThat(dataset.conversations().get(0).turns()).containsExactly(new Turn(LONG, 5, 5));
        assertThat(dataset.filtered().byReason()).isEmpty();
    }

    @Test
    void idsAreMadeUnique() throws Exception {
        String[] chat = {"human", LONG, "gpt", LONG};
        String withoutId = record("", chat).replace("\"id\":\"\",", "");
        Dataset dataset = load(
                record("a", chat),
                record("a", chat),
                record("a#2", chat),
                record("a", chat),
                withoutId,
                "{\"id\":7," + withoutId.substring(1));

        assertThat(dataset.conversations())
                .extracting(Conversation::id)
                .containsExactly("a", "a#2", "a#2#2", "a#3", "record-5", "7");
    }

    @Test
    void unknownFieldsAndOrderOfFieldsDoNotMatter() throws Exception {
        Dataset dataset = load("{\"model\":{\"a\":[1,{}]},\"conversations\":[{\"markdown\":null,\"value\":\"" + LONG
                + "\",\"x\":[[]],\"from\":\"human\"},{\"value\":\"" + LONG + "\",\"from\":\"gpt\"}],\"id\":\"late\"}");

        assertThat(dataset.conversations()).extracting(Conversation::id).containsExactly("late");
    }

    @Test
    void oneRecordALineIsReadToo() throws Exception {
        String record = record("x", "human", LONG, "gpt", LONG);
        Path file = DatasetFiles.write(folder, "d.jsonl", "\uFEFF" + record + "\r\n\r\n" + record + "\n" + record);

        for (boolean shuffle : new boolean[] {false, true}) {
            DatasetRequest request = new DatasetRequest(
                    DatasetFormat.SHAREGPT,
                    file,
                    OptionalInt.of(3),
                    shuffle,
                    1,
                    OptionalInt.empty(),
                    TurnSelection.MULTI_TURN,
                    false);
            assertThat(Datasets.load(request, tokenizer).conversations())
                    .extracting(Conversation::id)
                    .containsExactly("x", "x#2", "x#3");
        }
    }
}
