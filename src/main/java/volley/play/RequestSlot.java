package volley.play;

/**
 * One virtual user's place in the plan: it sends one turn, whichever conversation is next.
 *
 * @param index place in the plan's arrival times
 */
public record RequestSlot(int index) {
    /** Session attribute under which the feeder leaves it. */
    public static final String ATTRIBUTE = "slot";
}
