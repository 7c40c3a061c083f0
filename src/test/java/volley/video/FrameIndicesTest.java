package volley.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameIndicesTest {
    /** Printed by {@code numpy.linspace(0, total - 1, min(total, most), dtype=int)} of numpy 2.4.6. */
    @Test
    void indicesAreNumpysLinspace() {
        assertThat(FrameIndices.even(1, 16)).containsExactly(0);
        assertThat(FrameIndices.even(500, 1)).containsExactly(0);
        assertThat(FrameIndices.even(500, 2)).containsExactly(0, 499);
        assertThat(FrameIndices.even(3, 16)).containsExactly(0, 1, 2);
        assertThat(FrameIndices.even(60, 7)).containsExactly(0, 9, 19, 29, 39, 49, 59);
        assertThat(FrameIndices.even(500, 16))
                .containsExactly(0, 33, 66, 99, 133, 166, 199, 232, 266, 299, 332, 365, 399, 432, 465, 499);
    }

    @Test
    void indicesRiseFromTheFirstFrameToTheLast() {
        for (int total = 1; total < 200; total++) {
            for (int most = 1; most < 40; most++) {
                int[] indices = FrameIndices.even(total, most);
                assertThat(indices).hasSize(Math.min(total, most)).isSorted().doesNotHaveDuplicates();
                assertThat(indices[0]).isZero();
                if (indices.length > 1) {
                    assertThat(indices[indices.length - 1]).isEqualTo(total - 1);
                }
            }
        }
    }
}
