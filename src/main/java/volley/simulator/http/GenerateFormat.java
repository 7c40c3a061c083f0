package volley.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Answers of SGLang's /generate: every event carries the whole text and all token ids so far. Where the cache has tiers, they stand in
 * {@code cached_tokens_details}, which is null for a prompt of which nothing was cached (pull request 17648).
 */
final class GenerateFormat implements AnswerFormat {
    private static final String NO_DETAILS = "\"cached_tokens_details\":null";

    private static final String IDS = "\",\"output_ids\":[";

    private final int promptTokens;
    private final int[] outputIds;
    private final String finishReason;
    private final CacheTiers tiers;
    private final ByteBuf textSoFar = Unpooled.buffer(512);
    private final ByteBuf idsSoFar = Unpooled.buffer(512);
    private final String metaStart;
    private String metaEnd;

    /** @param tiers of the cache, which are told if there are several */
    GenerateFormat(String id, AnswerDrafts.Draft draft, CacheTiers tiers) {
        this.promptTokens = draft.promptIds().length;
        this.outputIds = draft.outputIds();
        this.finishReason = draft.finishReason();
        this.tiers = tiers;
        this.metaStart = "],\"meta_info\":{\"id\":\"" + id + "\",\"finish_reason\":";
    }

    @Override
    public void prefilled(CachedTokens cached) {
        metaEnd = ",\"cached_tokens\":" + cached.all();
        if (tiers.host()) {
            metaEnd += "," + (cached.all() == 0 ? NO_DETAILS : tiers.details(cached));
        }
    }

    @Override
    public void open(EventWriter events) {
        // The first event is the first token's.
    }

    @Override
    public void tokens(EventWriter events, byte[][] texts, int from, int upTo, long elapsedNs) {
        for (int k = from; k < upTo; k++) {
            textSoFar.writeBytes(texts[k]);
            ByteBufUtil.writeAscii(idsSoFar, (k == 0 ? "" : ",") + outputIds[k]);
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
        String ids =
                Arrays.stream(outputIds).limit(tokens).mapToObj(String::valueOf).collect(Collectors.joining(","));
        return "{\"text\":\"" + text + IDS + ids + metaStart + finish(tokens) + ",\"prompt_tokens\":" + promptTokens
                + ",\"completion_tokens\":" + tokens + metaEnd + latency(elapsedNs) + "}}";
    }

    private void event(EventWriter events, int tokens, boolean last, long elapsedNs) {
        events.begin().add("{\"text\":\"").add(textSoFar).add(IDS).add(idsSoFar);
        events.add(metaStart).add(last ? finish(tokens) : "null");
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
