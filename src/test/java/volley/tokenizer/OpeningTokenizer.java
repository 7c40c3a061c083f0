package volley.tokenizer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bundled tokenizer with a special token before every text, as Llama's and Gemma's have it. */
public final class OpeningTokenizer {
    /** Its {@code <|endoftext|>}. */
    public static final int OPENING_ID = 0;

    private static final JsonMapper JSON = new JsonMapper();

    private OpeningTokenizer() {}

    /** Writes it into a folder of its own below the given one, with its chat template, and returns that folder. */
    public static Path in(Path folder) throws IOException {
        Path bundled = Path.of("data", "tokenizer");
        Path made = Files.createDirectories(folder.resolve("opening-tokenizer"));
        Files.copy(bundled.resolve("tokenizer_config.json"), made.resolve("tokenizer_config.json"));
        ObjectNode tokenizer =
                (ObjectNode) JSON.readTree(bundled.resolve("tokenizer.json").toFile());
        ObjectNode processor = tokenizer.putObject("post_processor").put("type", "TemplateProcessing");
        ArrayNode single = processor.putArray("single");
        special(single);
        sequence(single, "A", 0);
        ArrayNode pair = processor.putArray("pair");
        sequence(pair, "A", 0);
        sequence(pair, "B", 1);
        ObjectNode token = processor.putObject("special_tokens").putObject("<|endoftext|>");
        token.put("id", "<|endoftext|>").putArray("ids").add(OPENING_ID);
        token.putArray("tokens").add("<|endoftext|>");
        JSON.writeValue(made.resolve("tokenizer.json").toFile(), tokenizer);
        return made;
    }

    private static void special(ArrayNode pieces) {
        pieces.addObject().putObject("SpecialToken").put("id", "<|endoftext|>").put("type_id", 0);
    }

    private static void sequence(ArrayNode pieces, String id, int type) {
        pieces.addObject().putObject("Sequence").put("id", id).put("type_id", type);
    }
}
