package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapShareTest {
    private static final long MIB = 1 << 20;

    private final AtomicLong taken = new AtomicLong();

    private HeapShare share() {
        return new HeapShare(taken, 10 * MIB);
    }

    @Test
    void ordinaryResponsesAreNotCounted() {
        for (int i = 0; i < 1000; i++) {
            share().hold(MIB);
        }
        assertThat(taken).hasValue(0);
    }

    @Test
    void longOnesShareWhatThereIsAndGiveItBack() {
        HeapShare one = share();
        one.hold(3 * MIB);
        one.hold(7 * MIB);
        one.hold(5 * MIB);
        assertThat(taken).hasValue(6 * MIB);
        HeapShare other = share();
        other.hold(5 * MIB);
        assertThatThrownBy(() -> other.hold(6 * MIB))
                .isInstanceOf(HeapShare.NoRoomException.class)
                .hasMessageContaining("6 MiB")
                .hasMessageContaining("10")
                .hasMessageContaining("-Xmx");
        assertThat(taken).as("what is refused is not taken").hasValue(10 * MIB);
        one.release();
        other.hold(6 * MIB);
        other.release();
        other.release();
        assertThat(taken).hasValue(0);
    }
}
