package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.BadInputException;
import volley.config.TurnSelection;

class BadDatasetTest {
    private static final String CHAT = "{\"id\":\"x\",\"data\":[\"a b c d\",\"e f g h\"]}";
    private static final String ENTRY = "{\"id\":\"x\",\"conversations\":[{\"from\":\"human\",\"value\":\"a b c d\"},"
            + "{\"from\":\"gpt\",\"value\":\"a b c d\"}]}";

    @TempDir
    Path folder;

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(DatasetFormat format, Path file) {
        return refused(DatasetFiles.sample(format, file, 1, 1));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(DatasetRequest request) {
        return assertThatThrownBy(() -> Datasets.load(request, new WordTokenizer()))
                .isInstanceOf(BadInputException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private Path file(String content) throws IOException {
        return DatasetFiles.write(folder, "data.json", content);
    }

    @Test
    void aMissingFile() {
        refused(DatasetFormat.SHAREGPT, folder.resolve("nowhere.json"))
                .hasMessage("the dataset " + folder + "/nowhere.json does not exist; check -Dvolley.dataset-path");
    }

    @Test
    void aFolder() {
        refused(DatasetFormat.SHAREGPT, folder)
                .hasMessageContaining(folder + " is a folder, pipe or device; set -Dvolley.dataset-path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n \n", "[]", " [ ] \n"})
    void anEmptyDataset(String content) throws IOException {
        refused(DatasetFormat.SHAREGPT, file(content)).hasMessageContaining("has no records");
        refused(DatasetFiles.all(DatasetFormat.SHAREGPT, file(content))).hasMessageContaining("has no records");
    }

    @Test
    void nothingLeftAfterFiltering() throws IOException {
        Path file = file("{\"data\":[\"a b c\",\"a b c d\"]}\n{\"data\":[\"a b c d\"]}\n{\"data\":[\"a b\",\"c\"]}\n");

        refused(DatasetFormat.ULTRACHAT, file)
                .hasMessage("no usable conversation in the dataset " + file
                        + " (3 records; 1 fewer than two entries, 2 first prompt too short)"
                        + "; prompts and answers have at least 4 tokens: give longer ones, or for the answers"
                        + " -Dvolley.fixed-output-len");
        refused(DatasetFormat.ULTRACHAT, file("{\"data\":[\"a b c d\"]}\n"))
                .hasMessageEndingWith("; check that -Dvolley.dataset-name is the format of the file");
    }

    @Test
    void moreAskedForThanThereAre() throws IOException {
        Path file = file(CHAT + "\n" + CHAT + "\n{\"data\":[\"a b c d\"]}\n");
        String message = "-Dvolley.num-prompts asks for 3 conversations, but only 2 are usable in the dataset " + file
                + " (3 records; 1 fewer than two entries); lower it or use a larger file";

        refused(DatasetFiles.sample(DatasetFormat.ULTRACHAT, file, 3, 1)).hasMessage(message);
        refused(DatasetFiles.first(DatasetFormat.ULTRACHAT, file, 3)).hasMessage(message);
        DatasetRequest unasked =
                DatasetFiles.sample(DatasetFormat.ULTRACHAT, file, 3, 1).orFewer();
        assertThat(Datasets.load(unasked, new WordTokenizer()).conversations())
                .as("a default is no demand")
                .hasSize(2);
        assertThat(Datasets.load(DatasetFiles.sample(DatasetFormat.ULTRACHAT, file, 2, 1), new WordTokenizer())
                        .conversations())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"x\",\"data\":[\"a b c d\",\"e f g h\"",
                "{\"id\":\"x\",\"data\":[\"a b c d\",\"e f g h]}",
                "{\"id\":\"x\",\"data\":[\"a b c d\" \"e f g h\"]}",
                "{\"id\":\"x\",\"data\":[\"a b c d\",\"e f g \\x\"]}",
                "hello",
                "7",
                "[\"a b c d\",\"e f g h\"]",
                "}",
            })
    void aWrongLineIsNamed(String wrong) throws IOException {
        Path middle = file(CHAT + "\n" + CHAT + "\n" + wrong + "\n" + CHAT + "\n");
        refused(DatasetFormat.ULTRACHAT, middle).hasMessageContaining(middle + ", line 3, ");

        Path last = file(CHAT + "\n\n" + wrong);
        refused(DatasetFormat.ULTRACHAT, last).hasMessageContaining(last + ", line 3, ");
    }

    @Test
    void aWrongRecordOfAnArrayIsNamed() throws IOException {
        Path syntax = file("[" + ENTRY + ",\n" + ENTRY + ",\n {\"id\":\"x\",\"conversations\":[}]},\n" + ENTRY + "]");
        refused(DatasetFormat.SHAREGPT, syntax)
                .hasMessageContaining(", line 3, column 29 (record 3), is not JSON: Unexpected close marker '}'");

        Path shape = file("[" + ENTRY + ",\n  {\"id\":\"x\",\"conversations\":[7]}]");
        refused(DatasetFormat.SHAREGPT, shape)
                .hasMessageContaining(", line 2, column 3 (record 2), has an entry that is not an object");

        Path number = file("[" + ENTRY + ",\n" + ENTRY + ", 7]");
        refused(DatasetFormat.SHAREGPT, number).hasMessageContaining("(record 3), is not a JSON object");

        Path comma = file("[" + ENTRY + "\n" + ENTRY + "]");
        refused(DatasetFormat.SHAREGPT, comma).hasMessageContaining(", line 2, column 1 (record 2), is not JSON");
    }

    /** The scan before the sample decodes no text, so it meets none of these limits; the read behind it does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRecordBeyondTheParsersLimitsIsRefusedByItsReasonAndLine(boolean array) throws IOException {
        String between = array ? ",\n" : "\n";
        for (String deepOrLong : List.of(
                "{\"id\":\"x\",\"deep\":" + "[".repeat(2000) + "]".repeat(2000) + "}",
                "{\"id\":" + "9".repeat(20_000) + ",\"conversations\":[]}",
                "{\"" + "n".repeat(1 << 21) + "\":1}")) {
            String records = String.join(between, ENTRY, ENTRY, deepOrLong, ENTRY);
            Path file = file(array ? "[" + records + "]" : records);
            for (DatasetRequest request : List.of(
                    DatasetFiles.sample(DatasetFormat.SHAREGPT, file, 3, 1),
                    DatasetFiles.all(DatasetFormat.SHAREGPT, file),
                    DatasetFiles.sample(DatasetFormat.SHAREGPT, DatasetFiles.gzip(file), 3, 1))) {
                refused(request)
                        .hasMessageContaining(", line 3")
                        .hasMessageContaining("is beyond what is read: ")
                        .hasMessageNotContainingAny("StreamReadConstraints", "changed");
            }
        }
    }

    @Test
    void whatOnlyTheSecondLookFindsHasItsLineToo() throws IOException {
        // a lone half of a surrogate is no UTF-8, but a scan that decodes no text passes over it
        Path file = file(ENTRY + "\n" + ENTRY + "\n" + ENTRY.replace("\"x\"", "\"" + "y".repeat(300) + "\""));
        byte[] bytes = Files.readAllBytes(file);
        int at = bytes.length - 9;
        bytes[at] = (byte) 0xff;
        Files.write(file, bytes);
        refused(DatasetFormat.SHAREGPT, file)
                .hasMessageContaining("line 3")
                .hasMessageNotContainingAny("changed while");
    }

    @Test
    void longTextsAreRead() throws IOException {
        String text = "word ".repeat(5_000_000);
        Path file = file(ENTRY.replace("a b c d", text));
        assertThat(Datasets.load(DatasetFiles.sample(DatasetFormat.SHAREGPT, file, 1, 1), new WordTokenizer())
                        .conversations()
                        .get(0)
                        .turns()
                        .get(0)
                        .promptTokens())
                .isEqualTo(5_000_000);
    }

    @Test
    void anArrayCutShort() throws IOException {
        String whole = "[" + ENTRY + ",\n" + ENTRY + "]";
        for (int length = 1; length < whole.length(); length++) {
            refused(DatasetFormat.SHAREGPT, file(whole.substring(0, length))).hasMessageContaining("data.json, line ");
        }
        refused(DatasetFormat.SHAREGPT, file(whole + "\n" + ENTRY))
                .hasMessageContaining("is not empty after the end of the array");
    }

    @Test
    void fileOrderDoesNotLookPastWhatItNeeds() throws IOException {
        Path file = file("[" + ENTRY + ",\n" + ENTRY + ",\n garbage");

        assertThat(Datasets.load(DatasetFiles.first(DatasetFormat.SHAREGPT, file, 2), new WordTokenizer())
                        .recordsRead())
                .isEqualTo(2);
        refused(DatasetFiles.first(DatasetFormat.SHAREGPT, file, 3)).hasMessageContaining("line 3");
        refused(DatasetFiles.sample(DatasetFormat.SHAREGPT, file, 2, 1)).hasMessageContaining("line 3");
    }

    @Test
    void theWrongFormat() throws IOException {
        refused(DatasetFormat.ULTRACHAT, file("[" + ENTRY + "]"))
                .hasMessageEndingWith(
                        "(1 records; 1 no list of turns); check that -Dvolley.dataset-name is the format of"
                                + " the file");
        refused(DatasetFormat.SHAREGPT, file(CHAT)).hasMessageContaining("(1 records; 1 no list of turns)");
        refused(DatasetFormat.LOOGLE, file(CHAT)).hasMessageContaining("so it is not LooGLE");
    }

    @Test
    void damagedOrTruncatedCompression() throws IOException {
        Path plain = folder.resolve("data.json");
        GeneratedShareGpt.write(plain, 100_000);
        for (Path packed : new Path[] {DatasetFiles.gzip(plain), DatasetFiles.zstd(plain)}) {
            byte[] bytes = Files.readAllBytes(packed);
            Files.write(packed, Arrays.copyOf(bytes, bytes.length / 3));
            refused(DatasetFormat.SHAREGPT, packed).hasMessageContaining("the dataset " + packed + " cannot be read (");
            Files.write(packed, Arrays.copyOf(bytes, 5));
            refused(DatasetFormat.SHAREGPT, packed)
                    .hasMessageContaining("the dataset " + packed + " cannot be read (")
                    .hasMessageNotContaining("null");
        }
    }

    @Test
    void anotherEncoding() throws IOException {
        Path utf16 = Files.write(folder.resolve("utf16"), CHAT.getBytes(StandardCharsets.UTF_16));
        refused(DatasetFormat.ULTRACHAT, utf16).hasMessageContaining("is not in UTF-8");

        Path latin1 = Files.write(
                folder.resolve("latin1"), (CHAT + "\n" + CHAT.replace("h", "é")).getBytes(StandardCharsets.ISO_8859_1));
        refused(DatasetFormat.ULTRACHAT, latin1).hasMessageContaining("latin1, line 2, is not JSON: Invalid UTF-8");
    }

    @Test
    void parametersOutOfRange() {
        Path file = folder.resolve("x");
        assertThatThrownBy(() -> DatasetFiles.first(DatasetFormat.SHAREGPT, file, 0))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("-Dvolley.num-prompts is 0");
        assertThatThrownBy(() -> new DatasetRequest(
                        DatasetFormat.SHAREGPT,
                        file,
                        OptionalInt.empty(),
                        true,
                        1,
                        OptionalInt.of(3),
                        TurnSelection.MULTI_TURN,
                        false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.fixed-output-len is 3");
        assertThatThrownBy(() -> new DatasetRequest(
                        DatasetFormat.ULTRACHAT,
                        file,
                        OptionalInt.empty(),
                        true,
                        1,
                        OptionalInt.empty(),
                        TurnSelection.SHARED_PREFIX,
                        false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("ultrachat has no documents");
        assertThatThrownBy(() -> DatasetFormat.named("sharegtp"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("use one of sharegpt, ultrachat, loogle");
        assertThat(DatasetFormat.named("loogle")).isEqualTo(DatasetFormat.LOOGLE);
    }
}
