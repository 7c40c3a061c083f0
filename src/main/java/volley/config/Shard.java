package volley.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a plan this generator plays.
 *
 * @param index from 0
 * @param of how many generators play the plan together
 */
public record Shard(int index, int of) {
    /** The whole plan: there is one generator. */
    public static final Shard WHOLE = new Shard(0, 1);

    /** The parameter, without its prefix. */
    public static final String PARAMETER = "shard";

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /** Odd, so that every shard has a seed of its own. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    static Shard read(Parameters given) {
        return given.text(PARAMETER).map(text -> parse(given, text)).orElse(WHOLE);
    }

    private static Shard parse(Parameters given, String text) {
        Matcher parts = FORM.matcher(text);
        if (parts.matches()) {
            Shard shard = new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
            if (shard.index < shard.of) {
                return shard;
            }
        }
        throw given.bad(PARAMETER, "is no part of a plan; give i/N with i from 0 to N - 1, such as 0/4");
    }

    /** Whether it is all of the plan. */
    public boolean isWhole() {
        return of == 1;
    }

    /** Its part of a limit that holds for all shards together; the parts add up to the limit, and differ by 1 at most. */
    public int partOf(int limit) {
        return limit / of + (index < limit % of ? 1 : 0);
    }

    /** The seed of what each shard draws by itself; the whole's for the first. */
    public long seed(long ofPlan) {
        return ofPlan + index * SPREAD;
    }

    /** As it is given: {@code 1/4}. */
    @Override
    public String toString() {
        return index + "/" + of;
    }
}
