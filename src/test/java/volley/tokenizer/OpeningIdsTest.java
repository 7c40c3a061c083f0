package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tokenizer puts before a plain text. */
class OpeningIdsTest {
    @TempDir
    Path folder;

    @Test
    void thePostProcessorDecides() throws Exception {
        try (Tokenizer plain = TestTokenizers.bundled();
                Tokenizer opening = Tokenizers.load(OpeningTokenizer.in(folder).toString(), TestTokenizers.OFFLINE)) {
            assertThat(plain.openingIds()).isEmpty();
            assertThat(opening.openingIds()).containsExactly(OpeningTokenizer.OPENING_ID);
            // a text by itself is counted without
            assertThat(opening.encode("What is a cache?")).isEqualTo(plain.encode("What is a cache?"));
            assertThat(TemplateOverhead.ofPlainText(opening)).isEqualTo(new TemplateOverhead(1, 0));
            assertThat(TemplateOverhead.ofPlainText(plain)).isEqualTo(TemplateOverhead.NONE);
            assertThat(TemplateOverhead.of(opening)).isEqualTo(TemplateOverhead.of(plain));
        }
    }
}
