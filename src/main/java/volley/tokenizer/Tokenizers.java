package volley.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import volley.config.BadInputException;
import volley.config.BundledFiles;
import volley.config.GivenAs;

/** Finds and loads tokenizers. Loading takes 1 to 3 s and over 100 MB for a large vocabulary: load once and share. */
public final class Tokenizers {
    private Tokenizers() {}

    /** As {@link #load(String, Optional, HubAccess)}, with the tokenizer's own chat template. */
    public static Tokenizer load(String pathOrHubId, HubAccess hub) {
        return load(pathOrHubId, Optional.empty(), hub);
    }

    /**
     * Loads a tokenizer. What exists as a file or folder is taken as such; anything else is a hub id.
     *
     * @param pathOrHubId a {@code tokenizer.json}, a folder that has one, or a Hugging Face id such as
     *     {@code Qwen/Qwen2.5-7B-Instruct}
     * @param chatTemplateFile a Jinja file to use instead of the template beside the tokenizer
     * @param hub where ids are looked up
     * @throws BadInputException if it cannot be found, fetched or read, or the chat template is broken
     */
    public static Tokenizer load(String pathOrHubId, Optional<Path> chatTemplateFile, HubAccess hub) {
        Path tokenizerFile = locate(pathOrHubId, hub);
        Path folder = tokenizerFile.toAbsolutePath().getParent();
        Optional<ChatTemplate> template = ChatTemplateFiles.read(folder, chatTemplateFile);
        Tokenizer tokenizer = DjlTokenizer.load(pathOrHubId, tokenizerFile, template);
        try {
            return WordCuts.areExact(tokenizerFile) ? new WordMemory(tokenizer) : tokenizer;
        } catch (IOException e) {
            tokenizer.close();
            throw unresolved(
                    pathOrHubId, "cannot be read from " + tokenizerFile + " (" + DjlTokenizer.firstLine(e) + ")");
        }
    }

    private static Path locate(String pathOrHubId, HubAccess hub) {
        Optional<Path> path = path(pathOrHubId);
        if (path.filter(Files::isRegularFile).isPresent()) {
            return path.get();
        }
        if (path.filter(Files::isDirectory).isPresent()) {
            Path file = path.get().resolve(HubCache.TOKENIZER_FILE);
            if (!Files.isRegularFile(file)) {
                throw unresolved(pathOrHubId, "is a folder without a " + HubCache.TOKENIZER_FILE);
            }
            return file;
        }
        if (!HubCache.isHubId(pathOrHubId)) {
            throw unresolved(pathOrHubId, "is no file or folder, and no Hugging Face id");
        }
        return new HubCache(hub).folder(pathOrHubId).resolve(HubCache.TOKENIZER_FILE);
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The error of a tokenizer that is not to be had, which always names the one that is. */
    static BadInputException unresolved(String pathOrHubId, String problem) {
        return new BadInputException("tokenizer '" + pathOrHubId + "' " + problem
                + "; name a tokenizer.json, a folder with one or another id, or use the bundled one: "
                + GivenAs.setting("tokenizer", BundledFiles.tokenizer().toString()));
    }
}
