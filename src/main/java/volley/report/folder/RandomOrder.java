package volley.report.folder;

/**
 * A random order of a run's requests, in which a request's place follows from its number alone. So a sample that is the
 * beginning of this order needs no state, and is the same in a run and in what is made later of its files.
 */
public final class RandomOrder {
    private static final double PLACES = Math.scalb(1.0, Long.SIZE);

    private RandomOrder() {}

    /** One to one (the finalizer of SplitMix64), so that no two requests have the same place. */
    static long place(int order) {
        long z = order * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Whether a request is in the first part of the order in which {@code most} of {@code all} are expected; all if no more. */
    public static boolean isInFirst(int order, long most, long all) {
        return all <= most || (place(order) - (double) Long.MIN_VALUE) / PLACES < (double) most / all;
    }
}
