package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.BadInputException;

/** Each format by a small file with expectations made by hand, and by the real pieces where they are here. */
class TraceFileTest {
    private static final Path SHARED = Path.of("../shared/data");

    @TempDir
    Path folder;

    private TraceFile read(String... lines) throws IOException {
        return read(TraceOptions.NONE, lines);
    }

    private TraceFile read(TraceOptions options, String... lines) throws IOException {
        return TraceFile.read(Files.writeString(folder.resolve("trace"), String.join("\n", lines) + "\n"), options);
    }

    private static List<String> described(TraceFile trace) {
        return trace.requests().stream()
                .map(each -> each.timeMs() + " " + each.inputTokens() + " " + each.outputTokens() + " " + each.session()
                        + " " + Arrays.toString(each.blockIds()))
                .toList();
    }

    @Test
    void mooncake() throws IOException {
        TraceFile trace = read(
                "{\"timestamp\": 27.5, \"input_length\": 1025.0, \"output_length\": 3, \"hash_ids\": [0, 7, 8]}",
                "",
                "{\"timestamp\": 3, \"input_length\": 20, \"output_length\": 0, \"hash_ids\": [0]}");

        assertThat(trace.format()).isEqualTo(TraceFormat.MOONCAKE);
        assertThat(trace.blockTokens()).isEqualTo(512);
        assertThat(described(trace)).containsExactly("3.0 20 0 null [0]", "27.5 1025 3 null [0, 7, 8]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp | 250, 500 | input_length | output_length | hash_ids",
                "arrived_at | 250, 500 | prompt_tokens | completion_tokens | block_hashes",
                "ts | 250.0, \"500\" | num_prefill_tokens | num_decode_tokens | block_hash_ids",
                "timestamp_ms | 250, 500 | isl | osl | hash_ids",
                "request-time-s | 0.25, 0.5 | inputLength | outputLength | hashIds",
                "Arrival_Time_Sec | \"0.25\", 0.5 | Input_Length | Output_Length | Hash_Ids",
                "sent_at_us | 250000, 500000 | prompt_len | generation_length | prefix_hashes",
                "timestamp | \"1970-01-01 00:00:00.25\", \"1970-01-01T00:00:00.5Z\" | input_len | output_len | hashes",
            })
    void fieldsOfOtherNames(String time, String times, String input, String output, String blocks) throws IOException {
        String line =
                "{\"" + time + "\": %s, \"" + input + "\": 700, \"" + output + "\": 3, \"" + blocks + "\": [1, %s]}";
        String[] each = times.split(",");
        assertThat(described(read(line.formatted(each[0], 2), line.formatted(each[1], 3))))
                .containsExactly("250.0 700 3 null [1, 2]", "500.0 700 3 null [1, 3]");
    }

    @ParameterizedTest
    @CsvSource({"16, 100", "24, 100", "48, 1000", "20, 100", "1, 10", "512, 1100", "100, 1000"})
    void theSizeOfABlockIsToldByTheLengths(int blockTokens, int least) throws IOException {
        String[] lines = IntStream.range(least, least + 60)
                .mapToObj(input ->
                        "{\"timestamp\": 0, \"input_length\": " + input + ", \"output_length\": 3, \"hash_ids\": "
                                + IntStream.range(0, (input + blockTokens - 1) / blockTokens)
                                        .boxed()
                                        .toList()
                                + "}")
                .toArray(String[]::new);
        assertThat(read(lines).blockTokens()).isEqualTo(blockTokens);
    }

    @Test
    void theSizeOfABlockIsToldByTheRecord() throws IOException {
        TraceFile trace = read(
                "{\"timestamp\": 0, \"input_length\": 41, \"output_length\": 3, \"block_size\": 21, \"hash_ids\": [1, 2]}");
        assertThat(trace.blockTokens()).isEqualTo(21);
    }

    /** One time since 1970 among others, one in another unit, one beyond what a double has. */
    @ParameterizedTest
    @ValueSource(strings = {"1764535000000", "9e18", "1e308"})
    void aTimeFarBehindTheOthersIsRefused(String timestamp) {
        assertThatThrownBy(() -> read(
                        "{\"timestamp\": 3, \"input_length\": 20, \"output_length\": 3}",
                        "{\"timestamp\": " + timestamp + ", \"input_length\": 20, \"output_length\": 3}"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("request 2, comes more than 10000 days after the first")
                .hasMessageEndingWith("or set -Dvolley.trace-time-unit");
    }

    @Test
    void timesThatLookLikeSecondsAreAskedFor() throws IOException {
        String[] lines = IntStream.range(0, 8)
                .mapToObj(i -> "{\"timestamp\": " + i / 4.0 + ", \"input_length\": 20, \"output_length\": 3}")
                .toArray(String[]::new);
        assertThatThrownBy(() -> read(lines))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("look like seconds")
                .hasMessageContaining("volley.trace-time-unit");
        for (double unitMs : new double[] {1, 1000}) {
            TraceFile trace = read(new TraceOptions(OptionalInt.empty(), OptionalDouble.of(unitMs)), lines);
            assertThat(trace.requests().get(7).timeMs()).isEqualTo(1.75 * unitMs);
        }
    }

    @Test
    void mooncakeWithTheSessionsOfAiperf() throws IOException {
        TraceFile trace = read(
                "{\"session_id\": \"s\", \"timestamp\": 100, \"input_length\": 700, \"output_length\": 30, \"hash_ids\": [1, 2]}",
                "{\"session_id\": \"s\", \"delay\": 2000, \"input_length\": 160, \"output_length\": 20}");

        assertThat(described(trace)).containsExactly("100.0 700 30 s [1, 2]", "2100.0 160 20 s null");
    }

    @Test
    void idsOf64BitsAndTextsAreTheSameWhereTheyAreTheSame() throws IOException {
        TraceFile trace = read(
                "{\"timestamp\": 0, \"input_length\": 1400, \"output_length\": 1, \"hash_ids\": [9223372036854775807, \"ab\", \"cd\"]}",
                "{\"timestamp\": 1, \"input_length\": 1400, \"output_length\": 1, \"hash_ids\": [18446744073709551615, \"ab\", \"ce\"]}");

        long[] one = trace.requests().get(0).blockIds();
        long[] other = trace.requests().get(1).blockIds();
        assertThat(one[0]).isEqualTo(Long.MAX_VALUE);
        assertThat(other[0]).isEqualTo(-1);
        assertThat(other[1]).isEqualTo(one[1]);
        assertThat(other[2]).isNotEqualTo(one[2]);
    }

    @ParameterizedTest
    @CsvSource({"1024, 2, 512", "1000, 2, 512", "100, 7, 16", "60000, 938, 64"})
    void theSizeOfABlockIsToldByTheLengths(int input, int blocks, int expected) throws IOException {
        String ids = IntStream.range(0, blocks).mapToObj(String::valueOf).collect(Collectors.joining(","));
        TraceFile trace = read("{\"timestamp\": 0, \"input_length\": " + input
                + ", \"output_length\": 1, \"hash_ids\": [" + ids + "]}");
        assertThat(trace.blockTokens()).isEqualTo(expected);
    }

    @Test
    void whatTheFileDoesNotTellIsGiven() throws IOException {
        TraceFile trace = read(
                new TraceOptions(OptionalInt.of(100), OptionalDouble.of(1000)),
                "{\"arrival_time\": 2.5, \"prompt_tokens\": 150, \"completion_tokens\": 4, \"block_hashes\": [5, 6]}");

        assertThat(trace.blockTokens()).isEqualTo(100);
        assertThat(described(trace)).containsExactly("2500.0 150 4 null [5, 6]");
        assertThatThrownBy(() -> read(
                        new TraceOptions(OptionalInt.of(16), OptionalDouble.empty()),
                        "{\"timestamp\": 0, \"input_length\": 150, \"output_length\": 4, \"hash_ids\": [5, 6]}"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("needs 10 \"hash_ids\"")
                .hasMessageContaining("volley.trace-block-size");
    }

    /** A sub-agent's times count from its marker, where its first request is before it; else they are the session's. */
    @Test
    void kvCacheTester() throws IOException {
        TraceFile trace = read(
                "{\"id\": \"trace_9\", \"block_size\": 64, \"hash_id_scope\": \"local\", \"requests\": [",
                " {\"t\": 0.0, \"type\": \"n\", \"in\": 200, \"out\": 12, \"hash_ids\": [1, 2, 3]},",
                " {\"t\": 40.5, \"type\": \"subagent\", \"duration_ms\": null, \"requests\": [",
                "   {\"t\": 0.0, \"in\": 64, \"out\": 5, \"hash_ids\": [9]}, {\"t\": 50, \"in\": 130, \"out\": 6, \"hash_ids\": [9, 10]}]},",
                " {\"t\": 60, \"type\": \"subagent\", \"requests\": [{\"t\": 61, \"in\": 64, \"out\": 7, \"hash_ids\": [11]}]},",
                " {\"t\": 100, \"type\": \"s\", \"in\": 256, \"out\": 1, \"hash_ids\": [1, 2, 3, 4]}]}");

        assertThat(trace.format()).isEqualTo(TraceFormat.KV_CACHE_TESTER);
        assertThat(trace.blockTokens()).isEqualTo(64);
        assertThat(described(trace))
                .containsExactly(
                        "0.0 200 12 trace_9 [1, 2, 3]",
                        "40500.0 64 5 trace_9 [9]",
                        "61000.0 64 7 trace_9 [11]",
                        "90500.0 130 6 trace_9 [9, 10]",
                        "100000.0 256 1 trace_9 [1, 2, 3, 4]");
    }

    @Test
    void emptyLinesOfATableAreNoRows() throws IOException {
        TraceFile trace = read(
                "TIMESTAMP,ContextTokens,GeneratedTokens",
                "2023-11-16 18:15:46.6805900,374,44",
                "",
                "2023-11-16 18:15:47.6805900,3,4",
                "");
        assertThat(trace.requests()).hasSize(2);
        assertThatThrownBy(() -> read(
                        "TIMESTAMP,ContextTokens,GeneratedTokens",
                        "",
                        "2023-11-16 18:15:46.6805900,374,44",
                        "",
                        "",
                        "yesterday,3,4"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("line 6, has no date and time");
    }

    @Test
    void aFileWithoutRequestsIsSaidToHaveNone() throws IOException {
        assertThatThrownBy(() -> read("", "", "  "))
                .isInstanceOf(BadInputException.class)
                .hasMessageEndingWith("trace is empty; check -Dvolley.dataset-path");
        assertThatThrownBy(() -> read("session_id,round_idx,prefix_len,input_len,output_len"))
                .isInstanceOf(BadInputException.class)
                .hasMessageEndingWith("trace has no requests");
    }

    @Test
    void burstGptColumnsGoByName() throws IOException {
        TraceFile first = read(
                "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type",
                "5,ChatGPT,40,8,48,Conversation log",
                "6,GPT-4,50,0,50,API log");
        assertThat(first.format()).isEqualTo(TraceFormat.BURST_GPT);
        assertThat(described(first)).containsExactly("5000.0 40 8 null null", "6000.0 50 0 null null");
        TraceFile third = read(
                "Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type",
                "19440110.5,ab,43,GPT-4,90,44,134,Conversation log");
        assertThat(described(third)).containsExactly("1.94401105E10 90 44 ab null");
    }

    @Test
    void azure() throws IOException {
        TraceFile trace = read(
                "TIMESTAMP,ContextTokens,GeneratedTokens\r",
                "2023-11-16 18:15:46.6805900,374,44\r",
                "2023-11-16 18:15:50.9951690,396,109\r",
                "2023-11-16 18:15:50+00:00,1,2\r");
        assertThat(trace.format()).isEqualTo(TraceFormat.AZURE);
        double startMs = trace.requests().get(0).timeMs();
        assertThat(trace.requests())
                .extracting(each -> Math.round((each.timeMs() - startMs) * 1000), TraceRequest::inputTokens)
                .containsExactly(tuple(0L, 374), tuple(3_319_410L, 1), tuple(4_314_579L, 396));
    }

    @Test
    void tracelabRoundsKeepTheirPrefix() throws IOException {
        TraceFile rounds = read(
                round("2026-01-01T00:00:01Z", 0, 130),
                round("2026-01-01T00:00:02Z", 128, 100),
                round("2026-01-01T00:00:03Z", 64, 64));
        assertThat(rounds.format()).isEqualTo(TraceFormat.TRACELAB);
        assertThat(rounds.requests())
                .extracting(TraceRequest::blockIds)
                .containsExactly(new long[] {0, 1}, new long[] {0, 1, 2}, new long[] {0, 3});
        TraceFile table = read(
                "session_id,arrival_time,round_idx,prefix_len,input_len,output_len,tool_wait_after_ms",
                "3,250,0,0,128,48,75",
                "3,250,1,128,64,48,0",
                "4,10,0,0,64,1,0");
        assertThat(described(table))
                .containsExactly("10.0 64 1 4 [3]", "250.0 128 48 3 [0, 1]", "325.0 192 48 3 [0, 1, 2]");
    }

    private static String round(String submitted, int prefix, int more) {
        return "{\"session_id\": \"s\", \"prefix_tokens\": " + prefix + ", \"newly_append_tokens\": " + more
                + ", \"input_tokens_total\": " + (prefix + more) + ", \"output_tokens\": 5, \"timing_events\": ["
                + "{\"event_type\": \"user_message\", \"timestamp\": \"" + submitted + "\"},"
                + "{\"event_type\": \"text\", \"timestamp\": \"2027-01-01T00:00:00Z\"}]}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TIMESTAMP,ContextTokens,GeneratedTokens;yesterday,1,2|line 2, has no date and time",
                "TIMESTAMP,ContextTokens,GeneratedTokens;2023-11-16 18:15:46,x,2|line 2, has no number in \"ContextTokens\"",
                "a,b;1,2|line 1, is not a request of a Mooncake trace",
                "{\"requests\": [{\"t\": 0, \"in\": 1}]}|line 1, has no number \"out\"",
                "{\"timestamp\": 0, \"input_length\": 5, \"output_length\": 5, \"hash_ids\": 7}|line 1, has \"hash_ids\" that are no list",
                "[]|has no requests"
            })
    void whatIsWrongIsSaidWithItsLine(String lines, String message) {
        assertThatThrownBy(() -> read(lines.split(";")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    /** Figures of ../shared/reference/traces.md. */
    @ParameterizedTest
    @CsvSource({
        "traces/kv-cache-tester/trace_0504.json, 3, 33739, 525",
        "traces/kv-cache-tester/trace_0057.json, 8, 114011, 1778",
        "traces/kv-cache-tester/trace_0291.json, 32, 2254119, 35209",
        "traces/mooncake/synthetic_trace.300.jsonl, 300, -1, 7721",
        "mooncake/conversation_trace.jsonl, 12031, -1, 288500",
        "traces/azure/AzureLLMInferenceTrace_conv.300.csv, 300, 270000, 0",
        "traces/azure/AzureLLMInferenceTrace_code.300.csv, 300, 627529, 0",
        "traces/tracelab/round_trace.sanitized.jsonl, 19, 514012, -1",
        "traces/tracelab/multi_session_large.csv, 303, 1150397, -1"
    })
    void theRealPiecesHaveTheirFigures(String file, int requests, long inputTokens, long blocks) {
        Path path = SHARED.resolve(file);
        assumeThat(Files.exists(path)).as("%s is not here", path).isTrue();
        List<TraceRequest> all = TraceFile.read(path, TraceOptions.NONE).requests();
        assertThat(all).hasSize(requests);
        if (inputTokens >= 0) {
            assertThat(all.stream().mapToLong(TraceRequest::inputTokens).sum()).isEqualTo(inputTokens);
        }
        if (blocks >= 0) {
            assertThat(all.stream()
                            .mapToLong(each -> each.blockIds() == null ? 0 : each.blockIds().length)
                            .sum())
                    .isEqualTo(blocks);
        }
    }
}
