package volley.tokenizer;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import volley.hub.Hub;

/** Tokenizers the tests share. */
public final class TestTokenizers {
    /** A hub that is never asked. */
    static final Hub OFFLINE = Hub.from(Map.of("HF_HUB_OFFLINE", "1"), Path.of("no-such-home"), time -> {});

    private TestTokenizers() {}

    public static Tokenizer bundled() {
        return Tokenizers.load("data/tokenizer", OFFLINE);
    }

    /** One in a folder. */
    public static Tokenizer at(Path folder) {
        return Tokenizers.load(folder.toString(), OFFLINE);
    }

    /** Qwen2.5's real tokenizer, with its own chat template or another; skips the test where the data folder is absent. */
    static Tokenizer qwen(Optional<Path> chatTemplate) {
        Path folder = Path.of("../shared/data/tokenizers/qwen2_5");
        assumeThat(folder).as("Qwen2.5 tokenizer, data not in the repository").exists();
        return Tokenizers.load(folder.toString(), TemplateChoice.of(chatTemplate), OFFLINE);
    }
}
