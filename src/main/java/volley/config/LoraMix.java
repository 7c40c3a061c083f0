package volley.config;

import java.util.Arrays;
import java.util.List;

/**
 * The LoRA adapters that conversations ask for, each one of them.
 *
 * @param names none: the model itself
 * @param distribution how often each is asked for
 * @param zipfAlpha exponent of the zipf distribution: the k-th adapter is asked for in proportion to k^-alpha
 */
public record LoraMix(List<String> names, Distribution distribution, double zipfAlpha) {
    /** No adapter. */
    public static final LoraMix NONE = new LoraMix(List.of(), Distribution.UNIFORM, 0);

    private static final int MOST_NAMES = 1_000;

    /** How conversations are spread over the adapters. */
    public enum Distribution {
        UNIFORM,
        /** The first one most. */
        ZIPF
    }

    static LoraMix read(Parameters given) {
        Distribution distribution = given.choice("lora-distribution", Distribution.class);
        double alpha = given.number("lora-zipf-alpha", 0, true, false);
        List<String> names = given.text("lora-name").stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .toList();
        Repeated.first(names).filter(twice -> !twice.isEmpty()).ifPresent(twice -> {
            throw given.bad(
                    "lora-name",
                    "has " + twice + " twice; give each once, and of one that is asked for more often than others "
                            + GivenAs.setting("lora-distribution", "zipf"));
        });
        if (names.contains("") || names.size() > MOST_NAMES) {
            throw given.bad(
                    "lora-name", "is not a name or a list of different ones, parted by commas, at most " + MOST_NAMES);
        }
        if (names.size() < 2 && given.isGiven("lora-distribution")) {
            throw given.bad(
                    "lora-distribution",
                    "spreads conversations over several adapters; give " + GivenAs.setting("lora-name", "a,b,c"));
        }
        if (distribution != Distribution.ZIPF && given.isGiven("lora-zipf-alpha")) {
            throw given.bad(
                    "lora-zipf-alpha",
                    "shapes only a zipf distribution; add " + GivenAs.setting("lora-distribution", "zipf")
                            + " or leave it out");
        }
        if (names.isEmpty()) {
            return NONE;
        }
        return new LoraMix(names, distribution, distribution == Distribution.ZIPF ? alpha : 0);
    }

    /** Whether there is a choice between adapters. */
    public boolean isMixed() {
        return names.size() > 1;
    }
}
