package volley.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Records of a trace's format to requests. One for each reading: sessions are followed from record to record. */
final class TraceRecords {
    private static final String[] INPUT = {
        "input_length",
        "input_len",
        "input_tokens",
        "num_input_tokens",
        "prompt_length",
        "prompt_len",
        "prompt_tokens",
        "num_prompt_tokens",
        "num_prefill_tokens",
        "context_tokens",
        "request_tokens",
        "isl"
    };
    private static final String[] OUTPUT = {
        "output_length",
        "output_len",
        "output_tokens",
        "num_output_tokens",
        "completion_length",
        "completion_tokens",
        "generation_length",
        "generated_tokens",
        "num_decode_tokens",
        "response_tokens",
        "osl"
    };

    private final TraceFormat format;
    private final double msPerTime;
    private final PrefixChain chain;
    private final BlockTree tree = new BlockTree();
    private final KvCacheTesterRecords sessions;
    private final Map<String, Double> lastMs = new HashMap<>();
    private final Map<String, Double> waitMs = new HashMap<>();
    private final ChatTrees chats = new ChatTrees();
    private int usualBlockTokens;
    private long keptTokens;

    TraceRecords(TraceFormat format, double msPerTime) {
        this.format = format;
        this.msPerTime = msPerTime;
        this.chain = new PrefixChain(format.blockTokens());
        this.usualBlockTokens = format.blockTokens();
        this.sessions = new KvCacheTesterRecords(msPerTime, tree);
    }

    /** Tokens that the trace says were kept from the prompts before, where it is of those that tell that. */
    OptionalLong keptTokens() {
        return format == TraceFormat.TRACELAB || format == TraceFormat.TRACELAB_TABLE
                ? OptionalLong.of(keptTokens)
                : OptionalLong.empty();
    }

    /** To be called when all are read, with all requests: some say only now which they wait for. */
    void link(List<TraceRequest> requests) {
        if (format == TraceFormat.BAILIAN) {
            chats.link(requests);
        }
    }

    /** The blocks of all requests so far. */
    BlockTree tree() {
        return tree;
    }

    String title() {
        return format.title();
    }

    /** The format's, or what the file says. */
    int usualBlockTokens() {
        return usualBlockTokens;
    }

    /** The requests of a JSON record: one, but of a whole session. */
    List<TraceRequest> record(JsonNode record) throws MalformedRecordException {
        return switch (format) {
            case KV_CACHE_TESTER -> {
                usualBlockTokens = Math.max(1, record.path("block_size").asInt(usualBlockTokens));
                yield sessions.session(record);
            }
            case TRACELAB -> List.of(round(record));
            default -> List.of(line(record));
        };
    }

    /** The request of a row. */
    TraceRequest row(Map<String, String> row) throws MalformedRecordException {
        return switch (format) {
            case AZURE -> new TraceRequest(
                    TraceTime.dateMs(row.get("TIMESTAMP")),
                    whole(row, "ContextTokens"),
                    whole(row, "GeneratedTokens"),
                    null,
                    null,
                    TraceLink.UNTOLD);
            case BURST_GPT -> burst(row);
            default -> replayRow(row);
        };
    }

    private TraceRequest burst(Map<String, String> row) throws MalformedRecordException {
        double timeMs = decimal(row, "Timestamp") * msPerTime;
        return new TraceRequest(
                timeMs,
                whole(row, "Request tokens"),
                whole(row, "Response tokens"),
                blankToNull(row.get("Session ID")),
                null,
                row.containsKey("Elapsed time")
                        ? TraceLink.ended(timeMs + decimal(row, "Elapsed time") * msPerTime)
                        : TraceLink.UNTOLD);
    }

    /** Mooncake's fields, and AIPerf's session_id and delay. */
    private TraceRequest line(JsonNode record) throws MalformedRecordException {
        String session = TraceFields.session(record, "session_id");
        TraceLink link = TraceLink.UNTOLD;
        if (format == TraceFormat.BAILIAN) {
            chats.add(TraceFields.name(record, "chat_id"), TraceFields.name(record, "parent_chat_id"));
        }
        usualBlockTokens = Math.max(1, record.path("block_size").asInt(usualBlockTokens));
        double timeMs = TraceTime.ms(record, msPerTime);
        if (!Double.isNaN(timeMs)) {
            // told by the record
        } else if (session != null && lastMs.containsKey(session)) {
            double delayMs = record.has("delay") ? TraceFields.number(record, "delay") : 0;
            timeMs = lastMs.get(session) + delayMs;
            link = TraceLink.thought(delayMs);
        } else {
            throw new MalformedRecordException("has no \"timestamp\"");
        }
        if (session != null) {
            lastMs.put(session, timeMs);
        }
        return new TraceRequest(
                timeMs,
                TraceFields.count(record, INPUT),
                TraceFields.count(record, OUTPUT),
                session,
                path(TraceFields.ids(record)),
                link);
    }

    private BlockPath path(long[] ids) {
        return ids == null ? null : BlockPath.of(tree, ids);
    }

    private TraceRequest round(JsonNode record) throws MalformedRecordException {
        int prefix = TraceFields.count(record, "prefix_tokens");
        keptTokens += prefix;
        int input = record.has("input_tokens_total")
                ? TraceFields.count(record, "input_tokens_total")
                : Math.addExact(prefix, TraceFields.count(record, "newly_append_tokens"));
        String session = TraceFields.session(record, "session_id");
        double submittedMs = Double.NEGATIVE_INFINITY;
        double answeredMs = Double.NEGATIVE_INFINITY;
        double anyMs = Double.POSITIVE_INFINITY;
        for (JsonNode event : record.path("timing_events")) {
            double ms = TraceTime.dateMs(event.path("timestamp").asText(null));
            anyMs = Math.min(anyMs, ms);
            String type = event.path("event_type").asText("");
            if (type.equals("user_message") || type.equals("tool_result")) {
                submittedMs = Math.max(submittedMs, ms);
            } else {
                answeredMs = Math.max(answeredMs, ms);
            }
        }
        double timeMs = submittedMs > 0 ? submittedMs : anyMs;
        if (!Double.isFinite(timeMs)) {
            throw new MalformedRecordException("has no time in \"timing_events\"");
        }
        return new TraceRequest(
                timeMs,
                input,
                TraceFields.count(record, "output_tokens"),
                session,
                chain.blocks(tree, session, prefix, input),
                answeredMs > 0 ? TraceLink.ended(answeredMs) : TraceLink.UNTOLD);
    }

    private TraceRequest replayRow(Map<String, String> row) throws MalformedRecordException {
        String session = blankToNull(row.getOrDefault("session_id", row.get("id")));
        int prefix = whole(row, "prefix_len");
        keptTokens += prefix;
        int input = Math.addExact(prefix, whole(row, "input_len"));
        double ownMs = row.containsKey("arrival_time") ? decimal(row, "arrival_time") * msPerTime : 0;
        // the arrival is the session's; a later round comes after the wait behind the one before
        double timeMs = Math.max(ownMs, lastMs.getOrDefault(String.valueOf(session), 0.0));
        double sinceLastMs = waitMs.getOrDefault(String.valueOf(session), Double.NaN);
        double afterThisMs = row.containsKey("tool_wait_after_ms") ? decimal(row, "tool_wait_after_ms") : 0;
        lastMs.put(String.valueOf(session), timeMs + afterThisMs);
        waitMs.put(String.valueOf(session), afterThisMs);
        return new TraceRequest(
                timeMs,
                input,
                whole(row, "output_len"),
                session,
                chain.blocks(tree, String.valueOf(session), prefix, input),
                TraceLink.thought(sinceLastMs));
    }

    private static double decimal(Map<String, String> row, String column) throws MalformedRecordException {
        try {
            double value = Double.parseDouble(row.getOrDefault(column, "").strip());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new MalformedRecordException("has no number in \"" + column + "\"");
    }

    private static int whole(Map<String, String> row, String column) throws MalformedRecordException {
        double value = decimal(row, column);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE / 2.0) {
            throw new MalformedRecordException("has no number of tokens in \"" + column + "\"");
        }
        return (int) value;
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
