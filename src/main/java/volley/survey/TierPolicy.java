package volley.survey;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a cache of two tiers, the GPU's memory and the host's, decides what the host keeps. */
public enum TierPolicy {
    /**
     * All that is computed is copied to the host, where the least recently used that the GPU has no more makes room. What
     * the GPU drops stays on the host. The host holds what the GPU does, and more.
     */
    MAIN_WRITE_THROUGH,
    /**
     * A copy of what the GPU has too is the first to make room on the host; what the GPU drops and the host has not is
     * moved there. The tiers hold different blocks, as far as they are full.
     */
    BOUNDARY_L1_L2;

    /** Its name in SGLang's simulator of such policies. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Also without the parts of its name that all have: {@code write-through}, {@code boundary}. */
    public static Optional<TierPolicy> named(String name) {
        String given = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(each -> each.text().equals(given)
                        || each.text().equals("main_" + given)
                        || each.text().equals(given + "_l1_l2"))
                .findFirst();
    }
}
