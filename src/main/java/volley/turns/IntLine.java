package volley.turns;

/** First in, first out, without an object for each number. Not thread-safe. */
final class IntLine {
    private final int[] numbers;
    private int first;
    private int size;

    /** @param most numbers in line at a time */
    IntLine(int most) {
        numbers = new int[most];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void addLast(int number) {
        if (size == numbers.length) {
            throw new IllegalStateException("more than " + size + " in line");
        }
        int roomBehind = numbers.length - first;
        numbers[size < roomBehind ? first + size : size - roomBehind] = number;
        size++;
    }

    int removeFirst() {
        if (isEmpty()) {
            throw new IllegalStateException("nobody in line");
        }
        int number = numbers[first];
        first = first + 1 == numbers.length ? 0 : first + 1;
        size--;
        return number;
    }
}
