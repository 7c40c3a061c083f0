package volley.report.lens;

import java.util.Locale;
import java.util.Optional;
import volley.prefix.MissRatioCurve;

/** What the miss-ratio curve means for whoever chooses the size of a cache, in one or two sentences. */
final class CacheAdvice {
    /** The last percent of the hits often needs most of the cache. */
    static final double NEARLY_ALL = 0.99;

    private CacheAdvice() {}

    /** @param hostTierFlag the server's flag that adds a tier in the host's memory twice as large as the GPU's */
    static String of(MissRatioCurve curve, long promptTokens, CacheSize size, Optional<String> hostTierFlag) {
        if (curve.idealHitTokens() == 0) {
            return "No prompt of this run repeats the beginning of another one: a prefix cache of any size has nothing "
                    + "to give.";
        }
        long wanted = curve.capacityForShareTokens(NEARLY_ALL);
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "An unlimited cache would answer %s of the prompt tokens; %,d tokens of cache give 99\u00a0%% of that.",
                percent(curve.idealHitTokens(), promptTokens),
                wanted));
        if (size.gpuTokens().isPresent()) {
            text.append(' ').append(withGpu(curve, promptTokens, size, wanted, hostTierFlag));
        }
        return text.toString();
    }

    private static String withGpu(
            MissRatioCurve curve, long promptTokens, CacheSize size, long wanted, Optional<String> hostTierFlag) {
        long gpu = size.gpuTokens().getAsLong();
        if (gpu == 0) {
            return "The server keeps no prefix: its prefix caching is off.";
        }
        String gives = String.format(
                Locale.ROOT, "The GPU's %,d tokens give %s", gpu, percent(curve.hitTokens(gpu), promptTokens));
        if (size.hostTokens().isPresent()) {
            String least = percent(curve.hitTokens(size.surelyTokens().getAsLong()), promptTokens);
            String most = percent(curve.hitTokens(size.totalTokens().getAsLong()), promptTokens);
            gives += String.format(
                    Locale.ROOT,
                    ", with the host's %,d they give %s%s",
                    size.hostTokens().getAsLong(),
                    least.equals(most) ? "" : least + " (where the host has copies of what the GPU has) to ",
                    most);
        } else if (gpu < wanted && hostTierFlag.isPresent()) {
            gives += String.format(
                    Locale.ROOT,
                    ", %s would give %s",
                    hostTierFlag.get(),
                    percent(curve.hitTokens(3 * gpu), promptTokens));
        }
        long have = size.surelyTokens().getAsLong();
        if (have >= wanted) {
            return gives + "; a larger cache would win nothing.";
        }
        return gives
                + String.format(
                        Locale.ROOT,
                        "; %s%,d tokens more, %.1f of the GPU's, are all this workload needs.",
                        size.hasHostTier() ? "at most " : "",
                        wanted - have,
                        ratio(wanted - have, gpu));
    }

    /** Rounded up to a tenth. */
    private static double ratio(long tokens, long gpuTokens) {
        return Math.ceil(10.0 * tokens / gpuTokens) / 10;
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f\u00a0%%", whole == 0 ? 0 : 100.0 * part / whole);
    }
}
