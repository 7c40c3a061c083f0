package volley.tokenizer;

import volley.config.BadInputException;
import volley.config.BundledFiles;
import volley.config.GivenAs;

/** The files that a tokenizer is made of, and the error of one that is not to be had. */
final class TokenizerFiles {
    static final String TOKENIZER_FILE = "tokenizer.json";
    static final String CONFIG_FILE = "tokenizer_config.json";
    static final String TEMPLATE_FILE = "chat_template.jinja";

    private TokenizerFiles() {}

    /** The error of a tokenizer that is not to be had, which always names the one that is. */
    static BadInputException unresolved(String pathOrHubId, String problem) {
        return new BadInputException("tokenizer '" + pathOrHubId + "' " + problem
                + "; name a tokenizer.json, a folder with one or another id, or use the bundled one: "
                + GivenAs.setting("tokenizer", BundledFiles.tokenizer().toString()));
    }
}
