package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.TurnSelection;
import volley.hub.Hub;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

class LongContextLoaderTest {
    private static final String FILE =
            """
            {"contexts": {"a": "A long text. ", "b": "Another text. ", "empty": " "},
             "queries": [{"context": "b", "question": "Which?", "reference_answer": "the other one"},
              {"context": "a", "question": "What?", "reference_answer": "a text"},
              {"context": "a", "question": "Nothing?", "reference_answer": ""},
              {"context": "empty", "question": "Where?", "reference_answer": "here"},
              {"context": "a", "question": "Why?", "reference_answer": "so"}]}
            """;

    private static Tokenizer tokenizer;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        tokenizer = Tokenizers.load("data/tokenizer", Hub.ofThisProcess());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private Dataset load(String text, OptionalInt count, boolean shuffle) throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), text);
        assertThat(FormatOfFile.chats(file)).contains(DatasetFormat.named("long-context"));
        return Datasets.load(
                new DatasetRequest(
                        DatasetFormat.LONG_CONTEXT,
                        file,
                        count,
                        shuffle,
                        3,
                        OptionalInt.empty(),
                        TurnSelection.FIRST_TURN,
                        false),
                tokenizer);
    }

    @Test
    void eachQuestionStandsBehindItsDocument() throws IOException {
        Dataset dataset = load(FILE, OptionalInt.empty(), false);
        assertThat(dataset.conversations())
                .extracting(Conversation::id, each -> each.turns().get(0).prompt(), each -> each.turns()
                        .get(0)
                        .outputTokens())
                .containsExactly(
                        tuple("query-1", "Another text. Which?", tokenizer.count("the other one")),
                        tuple("query-2", "A long text. What?", tokenizer.count("a text")),
                        tuple("query-5", "A long text. Why?", tokenizer.count("so")));
        assertThat(dataset.conversations())
                .allSatisfy(each -> assertThat(each.turns().get(0).promptTokens())
                        .isEqualTo(tokenizer.count(each.turns().get(0).prompt())));
        assertThat(dataset.filtered().count(FilterReason.ANSWER_TOO_SHORT)).isEqualTo(1);
        assertThat(dataset.filtered().count(FilterReason.EMPTY_DOCUMENT)).isEqualTo(1);
    }

    @Test
    void theFirstOnesOrASample() throws IOException {
        assertThat(load(FILE, OptionalInt.of(2), false).conversations())
                .extracting(Conversation::id)
                .containsExactly("query-1", "query-2");
        assertThat(load(FILE, OptionalInt.of(3), true).conversations())
                .extracting(Conversation::id)
                .containsExactlyInAnyOrder("query-1", "query-2", "query-5");
        assertThatThrownBy(() -> load(FILE, OptionalInt.of(4), false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("num-prompts asks for 4, but only 3 questions are usable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"contexts\": {}, \"queries\": [{\"context\": \"x\", \"question\": \"Q\"}]}|query 1, names a context \"x\" that is not there",
                "{\"contexts\": {\"x\": \"y\"}, \"queries\": [{\"context\": \"x\"}]}|query 1, has no \"question\"",
                "{\"contexts\": [], \"queries\": []}|is no object of \"contexts\" and \"queries\"",
                "{\"contexts\": {}, \"queries\": []}|only 0 questions are usable"
            })
    void whatIsWrongIsSaid(String text, String message) {
        assertThatThrownBy(() -> load(text, OptionalInt.empty(), false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(message);
    }
}
