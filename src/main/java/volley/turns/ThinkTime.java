package volley.turns;

import java.time.Duration;

/** For how long a conversation thinks after an answer. */
public interface ThinkTime {
    /**
     * After a turn's answer, ns: always the same for the same turn.
     *
     * @param conversation its place in the plan
     * @param turn from 0
     */
    long afterNs(int conversation, int turn);

    /** The same after every answer. */
    static ThinkTime always(Duration time) {
        long timeNs = time.toNanos();
        return (conversation, turn) -> timeNs;
    }
}
