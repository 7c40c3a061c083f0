package volley.plan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import volley.config.LoadSettings;
import volley.config.ThinkSpread;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.turns.Precedence;

/**
 * SHA-256 of a plan. Every text is preceded by its length in bytes, so that no two plans give the same byte stream.
 * The seed counts only through what was drawn with it and the order still to be drawn.
 */
final class PlanHash {
    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    private PlanHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String of(
            String mode,
            List<Conversation> conversations,
            LoadSettings load,
            long seed,
            long[] arrivalsNs,
            Precedence precedence) {
        PlanHash hash = new PlanHash();
        hash.add(mode);
        hash.add(load.order().name());
        hash.add(load.pacing().name());
        hash.add(load.maxConcurrency().orElse(-1));
        hash.add(load.roundBarrier() ? 1 : 0);
        hash.add(seed);
        hash.add(conversations.size());
        for (Conversation conversation : conversations) {
            hash.add(conversation.id());
            hash.add(conversation.turns().size());
            for (Turn turn : conversation.turns()) {
                hash.add(turn.text().identity());
                turn.media().ifPresent(media -> hash.add(media.identity()));
                hash.add(turn.outputTokens());
            }
        }
        for (long arrivalNs : arrivalsNs) {
            hash.add(arrivalNs);
        }
        // behind all else, so that plans without it are named as they were before there was any
        if (!load.thinkTime().isZero()) {
            hash.add(load.thinkTime().toNanos());
        }
        if (!load.thinkSpread().equals(ThinkSpread.NONE)) {
            hash.add(load.thinkSpread().kind().name());
            hash.add(Double.doubleToLongBits(load.thinkSpread().variation()));
        }
        if (load.lora().isMixed()) {
            hash.add(load.lora().distribution().name());
            hash.add(Double.doubleToLongBits(load.lora().zipfAlpha()));
            load.lora().names().forEach(hash::add);
        }
        load.limit().ifPresent(limit -> {
            hash.add("time limit");
            hash.add(limit.duration().toNanos());
            hash.add(limit.grace().toNanos());
        });
        for (Conversation conversation : conversations) {
            conversation.pauses().forEach(pause -> hash.add(pause.toNanos()));
        }
        load.openSessions().ifPresent(most -> {
            hash.add("open sessions");
            hash.add(most);
        });
        for (long number : precedence.identity()) {
            hash.add(number);
        }
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        add(utf8.length);
        digest.update(utf8);
    }

    private void add(long value) {
        digest.update(number.clear().putLong(value).flip());
    }
}
