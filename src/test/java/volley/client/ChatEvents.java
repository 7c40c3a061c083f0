package volley.client;

import volley.client.Replay.Seen;

/** Events of a chat stream as servers write them. */
final class ChatEvents {
    static final String ROLE = event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    static final String HELLO = event("{\"content\":\"Hello\"}", "null");
    static final String THERE = event("{\"content\":\" there\"}", "null");
    static final String STOP = event("{}", "\"stop\"");
    static final String DONE = "data: [DONE]\n\n";

    private ChatEvents() {}

    static String event(String delta, String finishReason) {
        return "data: " + chunk(delta, finishReason, "") + "\n\n";
    }

    static String event(String delta, String finishReason, String usage) {
        return "data: " + chunk(delta, finishReason, ",\"usage\":" + usage) + "\n\n";
    }

    private static String chunk(String delta, String finishReason, String more) {
        return "{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":"
                + finishReason + "}]" + more + "}";
    }

    /** Usage of so many tokens. */
    static String counts(int prompt, int completion) {
        return "{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion + ",\"total_tokens\":"
                + (prompt + completion) + "}";
    }

    /** What is seen of a whole answer without counts. */
    static Seen ok(String events, String answer, String finishReason) {
        return new Seen(events, answer, Usage.NONE, finishReason, Outcome.OK, null);
    }
}
