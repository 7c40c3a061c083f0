package volley.prefix;

import java.util.Arrays;

/** The first page of an edge, by which a node finds its child: two edges of one node never share a whole page. */
final class PageKey {
    private final int[] tokens;
    private final int from;
    private final int pageSizeTokens;
    private final int hash;

    PageKey(int[] tokens, int from, int pageSizeTokens) {
        this.tokens = tokens;
        this.from = from;
        this.pageSizeTokens = pageSizeTokens;
        int h = 1;
        for (int i = from; i < from + pageSizeTokens; i++) {
            h = 31 * h + tokens[i];
        }
        this.hash = h;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PageKey that
                && hash == that.hash
                && Arrays.equals(
                        tokens, from, from + pageSizeTokens, that.tokens, that.from, that.from + that.pageSizeTokens);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
