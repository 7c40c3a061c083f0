package volley.turns;

import java.util.ArrayDeque;
import org.apache.commons.rng.UniformRandomProvider;
import volley.config.OrderPolicy;

/**
 * The conversations that wait for their next turn, and which of them is next: the one idea in which the order policies
 * differ. Not thread-safe.
 */
abstract class ReadyLine {
    /** No conversation may go now. */
    static final int NONE = -1;

    static ReadyLine of(OrderPolicy policy, int conversations, UniformRandomProvider random) {
        return switch (policy) {
            case FIFO -> new Fifo(conversations);
            case RANDOM -> new Draw(conversations, random);
            case STARTED_FIRST -> new StartedFirst(conversations);
            case STRICT -> new Strict(conversations);
        };
    }

    /** The conversation may send its next turn. */
    abstract void ready(int conversation);

    /** Takes the next conversation out, or gives {@link #NONE}. */
    abstract int next();

    /** The conversation just taken has a further turn, for which {@link #ready} will be called or {@link #gone}. */
    void sent(int conversation) {}

    /** The conversation will not become ready any more. */
    void gone(int conversation) {}

    private static final class Fifo extends ReadyLine {
        private final IntLine line;

        Fifo(int conversations) {
            line = new IntLine(conversations);
        }

        @Override
        void ready(int conversation) {
            line.addLast(conversation);
        }

        @Override
        int next() {
            return line.isEmpty() ? NONE : line.removeFirst();
        }
    }

    private static final class StartedFirst extends ReadyLine {
        private final IntLine started;
        private final IntLine others;
        private final boolean[] known;

        StartedFirst(int conversations) {
            started = new IntLine(conversations);
            others = new IntLine(conversations);
            known = new boolean[conversations];
        }

        @Override
        void ready(int conversation) {
            (known[conversation] ? started : others).addLast(conversation);
            known[conversation] = true;
        }

        @Override
        int next() {
            IntLine line = started.isEmpty() ? others : started;
            return line.isEmpty() ? NONE : line.removeFirst();
        }
    }

    private static final class Draw extends ReadyLine {
        private final int[] bag;
        private final UniformRandomProvider random;
        private int size;

        Draw(int conversations, UniformRandomProvider random) {
            this.bag = new int[conversations];
            this.random = random;
        }

        @Override
        void ready(int conversation) {
            bag[size++] = conversation;
        }

        @Override
        int next() {
            if (size == 0) {
                return NONE;
            }
            int place = random.nextInt(size);
            int conversation = bag[place];
            bag[place] = bag[--size];
            return conversation;
        }
    }

    /** A conversation keeps its place in the round while it is away: whoever is behind it waits. */
    private static final class Strict extends ReadyLine {
        private final ArrayDeque<Integer> round = new ArrayDeque<>();
        private final boolean[] known;
        private final boolean[] here;
        private final boolean[] gone;

        Strict(int conversations) {
            known = new boolean[conversations];
            here = new boolean[conversations];
            gone = new boolean[conversations];
        }

        @Override
        void ready(int conversation) {
            here[conversation] = true;
            if (!known[conversation]) {
                known[conversation] = true;
                round.addLast(conversation);
            }
        }

        @Override
        int next() {
            while (!round.isEmpty() && gone[round.peekFirst()]) {
                round.removeFirst();
            }
            if (round.isEmpty() || !here[round.peekFirst()]) {
                return NONE;
            }
            int conversation = round.removeFirst();
            here[conversation] = false;
            return conversation;
        }

        @Override
        void sent(int conversation) {
            round.addLast(conversation);
        }

        @Override
        void gone(int conversation) {
            gone[conversation] = true;
        }
    }
}
