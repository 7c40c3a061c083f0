package volley.simulator.http;

/** Token ids as the prefix cache knows them: under a salt, others than those of the same text without it. */
final class CacheKeys {
    /** Above the ids of any vocabulary, and not negative. */
    private static final int HIGH = 1 << 30;

    private CacheKeys() {}

    /**
     * The ids themselves without a salt; with one, ids that no other salt has, but for one in a thousand million.
     *
     * @param salt empty for none
     */
    static int[] of(int[] ids, String salt) {
        if (salt.isEmpty()) {
            return ids;
        }
        int mask = HIGH | (int) (Seeds.mix(1, salt.chars().toArray()) & (HIGH - 1));
        int[] keys = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            keys[i] = ids[i] ^ mask;
        }
        return keys;
    }
}
