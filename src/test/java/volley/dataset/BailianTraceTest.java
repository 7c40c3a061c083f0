package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bailian's traces: chats that name the chat they go on from. */
class BailianTraceTest {
    @TempDir
    Path folder;

    private TraceFile read(String... lines) throws IOException {
        return TraceFile.read(
                Files.writeString(folder.resolve("trace"), String.join("\n", lines) + "\n"), TraceOptions.NONE);
    }

    private static List<String> described(TraceFile trace) {
        return trace.requests().stream()
                .map(each -> each.timeMs() + " " + each.inputTokens() + " " + each.outputTokens() + " " + each.session()
                        + " " + Arrays.toString(each.blockIds()))
                .toList();
    }

    /** Two chats: 4 -> 12 -> 13, and 20, whose parent is not in the file. Times are seconds, blocks have 16 tokens. */
    @Test
    void bailian() throws IOException {
        TraceFile trace = read(
                bailian(4, -1, "60.5", 20, 1, "[1, 2]"),
                bailian(12, 4, "61.25", 40, 2, "[1, 2, 90]"),
                bailian(20, 7, "61.5", 16, 2, "[1]"),
                bailian(13, 12, "70", 48, 3, "[1, 2, 91]"));

        assertThat(trace.format()).isEqualTo(TraceFormat.BAILIAN);
        assertThat(trace.blockTokens()).isEqualTo(16);
        assertThat(described(trace))
                .containsExactly(
                        "60500.0 20 9 chat-4 [1, 2]",
                        "61250.0 40 9 chat-4 [1, 2, 90]",
                        "61500.0 16 9 chat-20 [1]",
                        "70000.0 48 9 chat-4 [1, 2, 91]");
    }

    private static String bailian(int chat, int parent, String seconds, int input, int turn, String ids) {
        return "{\"chat_id\": " + chat + ", \"parent_chat_id\": " + parent + ", \"timestamp\": " + seconds
                + ", \"input_length\": " + input + ", \"output_length\": 9, \"type\": \"text\", \"turn\": " + turn
                + ", \"hash_ids\": " + ids + "}";
    }

    /** Chats named by texts, or by numbers written otherwise; the root need not tell that it has no parent. */
    @ParameterizedTest
    @CsvSource({"'\"a\"', '\"a\"', '\"b\"'", "12, 12.0, 13", "9223372036854775900, 9223372036854775900, 1"})
    void chatsOfBailianMayHaveAnyName(String root, String parent, String child) throws IOException {
        String rest = "\"input_length\": 20, \"output_length\": 9, \"hash_ids\": [1, 2]}";
        TraceFile trace = read(
                "{\"chat_id\": " + root + ", \"timestamp\": 0, " + rest,
                "{\"chat_id\": " + child + ", \"parent_chat_id\": " + parent + ", \"timestamp\": 61.25, " + rest,
                "{\"chat_id\": \"z\", \"parent_chat_id\": \"elsewhere\", \"timestamp\": 70, " + rest);

        assertThat(trace.format()).isEqualTo(TraceFormat.BAILIAN);
        assertThat(trace.requests().get(1).timeMs()).isEqualTo(61250);
        assertThat(trace.requests().get(1).session())
                .isEqualTo(trace.requests().get(0).session())
                .isNotEqualTo(trace.requests().get(2).session());
    }

    /** A parent behind its child in the file; a chat that names itself, and two that name each other; one name twice. */
    @Test
    void treesOfChatsInAnyOrder() throws IOException {
        TraceFile trace = read(
                chat("c", "b", 30),
                chat("b", "a", 20),
                chat("a", "-1", 10),
                chat("self", "self", 40),
                chat("x", "y", 50),
                chat("y", "x", 60),
                chat("a", "-1", 70),
                chat("d", "a", 80));

        assertThat(IntStream.range(0, 8)
                        .mapToObj(i -> trace.requests().get(i).session() + " "
                                + Arrays.toString(trace.graph().parents(i))))
                .containsExactly(
                        "chat-a []",
                        "chat-a [0]",
                        "chat-a [1]",
                        "chat-self []",
                        "chat-x []",
                        "chat-x [4]",
                        "chat-a []",
                        "chat-a [6]");
    }

    private static String chat(String name, String parent, int seconds) {
        return "{\"chat_id\": \"" + name + "\", \"parent_chat_id\": \"" + parent + "\", \"timestamp\": " + seconds
                + ", \"input_length\": 20, \"output_length\": 9, \"hash_ids\": [1, 2]}";
    }
}
