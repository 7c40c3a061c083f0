package volley.simulator.http;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Answers of lmdeploy's /generate: every event carries its own tokens' text and ids, and one without text tells why the
 * answer ended ({@code lmdeploy/serve/openai/endpoints/generate.py}, {@code GenerateReqOutput}).
 */
final class LmdeployGenerateFormat implements AnswerFormat {
    private final int promptTokens;
    private final int[] answerIds;
    private final String finishReason;

    /** @param answerIds ids of the answer; their number may differ from that of the tokens sent */
    LmdeployGenerateFormat(int promptTokens, int[] answerIds, String finishReason) {
        this.promptTokens = promptTokens;
        this.answerIds = answerIds;
        this.finishReason = finishReason;
    }

    @Override
    public void prefilled(CachedTokens cached) {
        // Its meta_info has no field for it.
    }

    @Override
    public void open(EventWriter events) {
        // The first event is the first token's.
    }

    @Override
    public void tokens(EventWriter events, byte[][] texts, int from, int upTo, long elapsedNs) {
        events.begin().add("{\"text\":\"");
        for (int k = from; k < upTo; k++) {
            events.add(texts[k]);
        }
        events.add("\",\"output_ids\":[");
        int to = upTo == texts.length ? answerIds.length : Math.min(upTo, answerIds.length);
        for (int k = from; k < to; k++) {
            events.add(k == from ? "" : ",").add(answerIds[k]);
        }
        meta(events, upTo, "null");
    }

    @Override
    public void close(EventWriter events, int tokens, long elapsedNs) {
        meta(events.begin().add("{\"text\":\"\",\"output_ids\":["), tokens, finish());
        events.done();
    }

    @Override
    public void broken(EventWriter events) {
        events.begin().add("{\"text\":\"").end();
    }

    @Override
    public String whole(String text, int tokens, long elapsedNs) {
        String ids = Arrays.stream(answerIds)
                .limit(tokens == 0 ? 0 : answerIds.length)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        return "{\"text\":\"" + text + "\",\"output_ids\":[" + ids + "],\"meta_info\":{\"prompt_tokens\":"
                + promptTokens + ",\"completion_tokens\":" + tokens + ",\"finish_reason\":" + finish()
                + ",\"output_token_logprobs\":null}}";
    }

    private void meta(EventWriter events, int tokens, String finish) {
        events.add("],\"meta_info\":{\"prompt_tokens\":").add(promptTokens);
        events.add(",\"completion_tokens\":").add(tokens);
        events.add(",\"finish_reason\":")
                .add(finish)
                .add(",\"output_token_logprobs\":null}}")
                .end();
    }

    private String finish() {
        return "{\"type\":\"" + finishReason + "\"}";
    }
}
