package volley.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import volley.config.BadInputException;
import volley.config.Shard;

class TextVolumeTest {
    /** A shard has its part of the texts in memory, and is refused what does not fit itself alone. */
    @Test
    void aShardNeedsMemoryForItsPart() {
        double tokens = Runtime.getRuntime().maxMemory() / 4.0;
        assertThatThrownBy(() -> TextVolume.check(1_000, tokens, 1_000, "num-prompts"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("-Dvolley.num-prompts ask");
        assertThatCode(() -> TextVolume.check(new Shard(3, 4), 1_000, tokens, 1_000, "num-prompts"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> TextVolume.check(new Shard(3, 4), 1_000, 4 * tokens, 1_000, "num-prompts"))
                .isInstanceOf(BadInputException.class);
    }
}
