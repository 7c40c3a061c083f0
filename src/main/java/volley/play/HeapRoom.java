package volley.play;

import java.util.Arrays;

/** Room in the heap, between the last answer and what is made of the files. */
final class HeapRoom {
    /** What a run leaves behind is less in most: then there is nothing worth a pause. */
    private static final long USED_BYTES = 100L << 20;

    private HeapRoom() {}

    /**
     * Lets go of what a run played. It would else lie where it is until the old generation is full, which it need not be
     * at the end of a run, and what comes next would take memory beside it that the process never had.
     */
    static void make(Object[] played) {
        Arrays.fill(played, null);
        Runtime heap = Runtime.getRuntime();
        if (heap.totalMemory() - heap.freeMemory() > USED_BYTES) {
            System.gc();
        }
    }
}
