package volley.turns;

import java.util.Arrays;

/** When a conversation whose answer has come may get in line again. */
interface Rounds {
    /** The conversation could send its next turn. Returns those that may, now that it has come. */
    int[] arrived(int conversation);

    /** A conversation has ended, one way or the other. Returns those that may send, now that it is gone. */
    int[] left();

    /** At once. */
    final class Free implements Rounds {
        private static final int[] NOBODY = {};

        @Override
        public int[] arrived(int conversation) {
            return new int[] {conversation};
        }

        @Override
        public int[] left() {
            return NOBODY;
        }
    }

    /** When all that are still under way have come, in the order in which they came. */
    final class Barrier implements Rounds {
        private final int[] waiting;
        private int size;
        private int underWay;

        Barrier(int conversations) {
            waiting = new int[conversations];
            underWay = conversations;
        }

        @Override
        public int[] arrived(int conversation) {
            waiting[size++] = conversation;
            return released();
        }

        @Override
        public int[] left() {
            underWay--;
            return released();
        }

        private int[] released() {
            if (size < underWay) {
                return Free.NOBODY;
            }
            int[] all = Arrays.copyOf(waiting, size);
            size = 0;
            return all;
        }
    }
}
