package volley.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Locale;

/** Answers of SGLang's /generate: every event carries the whole text so far. */
final class GenerateFormat implements AnswerFormat {
    private final int promptTokens;
    private final String finishReason;
    private final ByteBuf textSoFar = Unpooled.buffer(512);
    private final String metaStart;
    private String metaEnd;

    GenerateFormat(String id, int promptTokens, String finishReason) {
        this.promptTokens = promptTokens;
        this.finishReason = finishReason;
        this.metaStart = "\",\"meta_info\":{\"id\":\"" + id + "\",\"finish_reason\":";
    }

    @Override
    public void prefilled(int tokensFromCache) {
        metaEnd = ",\"cached_tokens\":" + tokensFromCache;
    }

    @Override
    public void open(EventWriter events) {
        // The first event is the first token's.
    }

    @Override
    public void tokens(EventWriter events, byte[][] texts, int from, int upTo, long elapsedNs) {
        for (int k = from; k < upTo; k++) {
            textSoFar.writeBytes(texts[k]);
        }
        event(events, upTo, upTo == texts.length, elapsedNs);
    }

    @Override
    public void close(EventWriter events, int tokens, long elapsedNs) {
        if (tokens == 0) {
            event(events, 0, true, elapsedNs);
        }
        events.done();
    }

    @Override
    public void broken(EventWriter events) {
        events.begin().add("{\"text\":\"").add(textSoFar).end();
    }

    @Override
    public String whole(String text, int tokens, long elapsedNs) {
        return "{\"text\":\"" + text + metaStart + finish(tokens) + ",\"prompt_tokens\":" + promptTokens
                + ",\"completion_tokens\":" + tokens + metaEnd + latency(elapsedNs) + "}}";
    }

    private void event(EventWriter events, int tokens, boolean last, long elapsedNs) {
        events.begin().add("{\"text\":\"").add(textSoFar).add(metaStart);
        events.add(last ? finish(tokens) : "null");
        events.add(",\"prompt_tokens\":").add(promptTokens);
        events.add(",\"completion_tokens\":").add(tokens).add(metaEnd);
        events.add(last ? latency(elapsedNs) : "").add("}}").end();
    }

    private String finish(int tokens) {
        return finishReason.equals("length")
                ? "{\"type\":\"length\",\"length\":" + tokens + "}"
                : "{\"type\":\"stop\",\"matched\":null}";
    }

    private static String latency(long elapsedNs) {
        return String.format(Locale.ROOT, ",\"e2e_latency\":%.6f", elapsedNs / 1e9);
    }
}
