package volley.monitor;

/**
 * A time in which the client was disturbed.
 *
 * @param fromNs beginning, on the nanosecond clock
 * @param toNs end, on the nanosecond clock
 */
public record Interference(Kind kind, long fromNs, long toNs) {
    /** What disturbed it. */
    public enum Kind {
        /** The collector stopped all threads. */
        GC_PAUSE("gc_pause"),
        /** A task of an event loop came late: what arrived in that time is stamped late. */
        EVENT_LOOP_LAG("event_loop_lag"),
        /** A thread that does nothing else woke up late: the machine has too few processors. */
        SCHEDULER_LAG("scheduler_lag"),
        /** The hypervisor gave the processor to others; known to 10 ms. */
        CPU_STEAL("cpu_steal"),
        /** Turns were not sent, since what is recorded of those before could not keep up: fewer are under way than asked for. */
        TURNS_HELD("turns_held");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** Whether an answer that comes in its time may look slower than it is. */
        boolean slowsAnswers() {
            return this != TURNS_HELD;
        }

        /** Its name in files. */
        public String id() {
            return id;
        }
    }

    public boolean overlaps(long otherFromNs, long otherToNs) {
        return fromNs < otherToNs && otherFromNs < toNs;
    }
}
