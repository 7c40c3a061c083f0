package volley.video;

import java.util.stream.IntStream;

/** Which frames of a video are sent. */
final class FrameIndices {
    private FrameIndices() {}

    /**
     * Evenly spread from the first frame to the last, as {@code numpy.linspace(0, total - 1, n, dtype=int)} has them,
     * with n the lesser of {@code total} and {@code most}: rising, without repeats.
     *
     * @param total frames in the video, at least 1
     * @param most frames wanted at most, at least 1
     */
    static int[] even(int total, int most) {
        int count = Math.min(total, most);
        if (count == 1) {
            return new int[] {0};
        }
        double step = (total - 1) / (count - 1.0);
        // the last is set, not computed: the product may fall short of it by a rounding
        return IntStream.range(0, count)
                .map(i -> i == count - 1 ? total - 1 : (int) (i * step))
                .toArray();
    }
}
