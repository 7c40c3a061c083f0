package volley.survey;

/** Numbers blocks from 1 in the order in which their ids come: 12 bytes an id or more, up to twice that. */
final class BlockNumbers {
    private long[] ids = new long[1 << 12];
    private int[] numbers = new int[1 << 12];
    private int size;

    /** The number of that id, a new one if it was never seen. */
    int of(long id) {
        if (size * 2 > ids.length) {
            grow();
        }
        int at = slot(id);
        if (numbers[at] == 0) {
            ids[at] = id;
            numbers[at] = ++size;
        }
        return numbers[at];
    }

    /** Different ids so far. */
    int size() {
        return size;
    }

    private int slot(long id) {
        long mixed = id * 0x9e3779b97f4a7c15L;
        int at = (int) (mixed >>> 32) & ids.length - 1;
        while (numbers[at] != 0 && ids[at] != id) {
            at = at + 1 & ids.length - 1;
        }
        return at;
    }

    private void grow() {
        long[] oldIds = ids;
        int[] oldNumbers = numbers;
        ids = new long[oldIds.length * 2];
        numbers = new int[oldIds.length * 2];
        for (int i = 0; i < oldIds.length; i++) {
            if (oldNumbers[i] != 0) {
                int at = slot(oldIds[i]);
                ids[at] = oldIds[i];
                numbers[at] = oldNumbers[i];
            }
        }
    }
}
