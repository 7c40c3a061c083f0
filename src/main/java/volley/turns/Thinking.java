package volley.turns;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Conversations that will be ready at a time that is known, the first one in front; of one time, as they came. */
final class Thinking {
    static final int NONE = -1;

    private record Thought(int conversation, long readyNs, long number) {}

    private final PriorityQueue<Thought> line = new PriorityQueue<>(
            Comparator.<Thought>comparingLong(Thought::readyNs).thenComparingLong(Thought::number));

    private long number;

    void add(int conversation, long readyNs) {
        line.add(new Thought(conversation, readyNs, number++));
    }

    boolean isEmpty() {
        return line.isEmpty();
    }

    /** When the first one is ready; {@code Long.MAX_VALUE}: there is none. */
    long nextNs() {
        return line.isEmpty() ? Long.MAX_VALUE : line.peek().readyNs();
    }

    /** Takes out the first one if it is ready by then; else {@link #NONE}. */
    int readyBy(long nowNs) {
        return line.isEmpty() || line.peek().readyNs() - nowNs > 0
                ? NONE
                : line.remove().conversation();
    }

    void clear() {
        line.clear();
    }
}
