package volley.os;

/**
 * Where the eBPF program puts what it notes: a slot for each local port, with a count, the first segment since that was last
 * asked for, and the last segments behind it.
 */
final class SegmentSlots {
    /** Segments kept for each port. */
    static final int ENTRIES = 16;

    static final int COUNT_AT = 0;
    /** The first segment's sequence number, and behind it what a segment's length stands in: 0 until there is one. */
    static final int FIRST_AT = 8;

    static final int ENTRIES_AT = 16;
    static final int ENTRY_BYTES = 16;
    static final int SEQUENCE_AT = 0;
    static final int LENGTH_AT = 4;
    static final int TIME_AT = 8;

    static final int SLOT_BYTES = ENTRIES_AT + ENTRIES * ENTRY_BYTES;

    private SegmentSlots() {}
}
