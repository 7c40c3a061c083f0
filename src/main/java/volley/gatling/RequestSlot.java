package volley.gatling;

/** One virtual user's place in the plan: it sends one turn, whichever conversation is next. */
final class RequestSlot {
    /** Session attribute under which the feeder leaves it. */
    static final String ATTRIBUTE = "slot";

    private final int index;
    private long scheduledNs;

    RequestSlot(int index) {
        this.index = index;
    }

    /** Place in the plan's arrival times. */
    int index() {
        return index;
    }

    /** When it was due, on the nanosecond clock; known once it has arrived. */
    long scheduledNs() {
        return scheduledNs;
    }

    void arrived(long dueNs) {
        scheduledNs = dueNs;
    }
}
