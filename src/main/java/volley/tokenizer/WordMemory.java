package volley.tokenizer;

import java.util.Arrays;

/**
 * A tokenizer that remembers the tokens of words: texts are cut where {@link WordCuts} allows it, so that the ids are those
 * of the tokenizer itself. Prompts repeat their words, and those of a conversation repeat each other.
 *
 * <p>A word is remembered from its second time on; words met for the first time are tokenized with their neighbours, in one
 * call. Memory is bounded: {@value #PLACES} places, in sets of {@value #WAYS}, which a word's hash chooses; in a full set a
 * word takes the place of another.
 */
final class WordMemory extends ForwardingTokenizer {
    private static final int PLACES = 1 << 16;
    private static final int WAYS = 4;

    /** Longer words are rarely met again. */
    private static final int LONGEST_CHARS = 48;

    // Both are read and written by several threads without locks: an entry never changes, and one that is lost is made
    // again.
    private final Entry[] entries = new Entry[PLACES];
    private final int[] met = new int[PLACES];

    private final WordCuts cuts;

    /** @param cuts where the tokenizer's texts can be cut */
    WordMemory(Tokenizer tokenizer, WordCuts cuts) {
        super(tokenizer);
        this.cuts = cuts;
    }

    /** A word's ids. */
    private static final class Entry {
        private final int hash;
        private final String word;
        private final int[] ids;

        Entry(int hash, String word, int[] ids) {
            this.hash = hash;
            this.word = word;
            this.ids = ids;
        }
    }

    @Override
    public int[] encode(String text) {
        Ids ids = new Ids(text.length() / 4 + 8);
        int unknownFrom = 0;
        for (int from = 0, to; from < text.length(); from = to) {
            to = cuts.next(text, from);
            int[] known = ids(text, cuts.begin(from), to);
            if (known != null) {
                encode(text, unknownFrom, from, ids);
                ids.add(known);
                unknownFrom = to;
            }
        }
        encode(text, unknownFrom, text.length(), ids);
        return ids.toArray();
    }

    /** The word's ids if it was met before; else null. */
    private int[] ids(String text, int from, int to) {
        if (to - from > LONGEST_CHARS) {
            return null;
        }
        int hash = hash(text, from, to);
        int set = hash & PLACES - WAYS;
        int free = -1;
        for (int place = set; place < set + WAYS; place++) {
            Entry entry = entries[place];
            if (entry == null) {
                free = place;
            } else if (entry.hash == hash && entry.word.length() == to - from && text.startsWith(entry.word, from)) {
                return entry.ids;
            }
        }
        int own = set + (hash >>> 16) % WAYS;
        if (met[own] != hash) {
            met[own] = hash;
            return null;
        }
        String word = text.substring(from, to);
        int[] ids = super.encode(word);
        entries[free >= 0 ? free : own] = new Entry(hash, word, ids);
        return ids;
    }

    private void encode(String text, int from, int to, Ids ids) {
        if (from < to) {
            ids.add(super.encode(text.substring(cuts.begin(from), to)));
        }
    }

    private static int hash(String text, int from, int to) {
        int hash = to - from;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + text.charAt(at);
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    /** Ids one after the other. */
    private static final class Ids {
        private int[] ids;
        private int count;

        Ids(int expected) {
            ids = new int[expected];
        }

        void add(int[] more) {
            if (count + more.length > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(2 * ids.length, count + more.length));
            }
            for (int id : more) {
                ids[count++] = id;
            }
        }

        int[] toArray() {
            return Arrays.copyOf(ids, count);
        }
    }

    @Override
    public int count(String text) {
        // The ids of a very long text take more memory than the text.
        return text.length() > LongWords.LONGEST_CHARS ? super.count(text) : encode(text).length;
    }
}
