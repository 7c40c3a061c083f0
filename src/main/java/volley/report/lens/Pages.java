package volley.report.lens;

import java.util.Arrays;

/** Whole pages of token ids, each named by one int. */
final class Pages {
    private Pages() {}

    /**
     * Names of the whole pages of the first {@code length} ids. A page of one token is named by its id; a longer one by 32
     * bits of a hash, so two different pages after the same prefix are taken for one once in four thousand million.
     */
    static int[] of(int[] ids, int length, int pageTokens) {
        if (pageTokens == 1) {
            return length == ids.length ? ids : Arrays.copyOf(ids, length);
        }
        int[] pages = new int[length / pageTokens];
        for (int page = 0; page < pages.length; page++) {
            long hash = 1;
            for (int i = page * pageTokens; i < (page + 1) * pageTokens; i++) {
                hash = (hash ^ ids[i]) * 0x9E3779B97F4A7C15L;
                hash ^= hash >>> 29;
            }
            pages[page] = (int) (hash ^ (hash >>> 32));
        }
        return pages;
    }
}
