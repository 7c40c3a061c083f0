package volley.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import volley.config.BadInputException;
import volley.config.BundledFiles;
import volley.hub.FetchFailure;
import volley.hub.Hub;
import volley.hub.HubRepository;

/** Finds and loads tokenizers. Loading takes 1 to 3 s and over 100 MB for a large vocabulary: load once and share. */
public final class Tokenizers {
    /** Beside {@link TokenizerFiles#TOKENIZER_FILE}. Without the configuration, which nearly all have, the chat template is missed. */
    private static final List<String> COMPANIONS = List.of(TokenizerFiles.CONFIG_FILE, TokenizerFiles.TEMPLATE_FILE);

    private Tokenizers() {}

    /** As {@link #load(String, TemplateChoice, Hub)}, with the tokenizer's own chat template. */
    public static Tokenizer load(String pathOrHubId, Hub hub) {
        return load(pathOrHubId, TemplateChoice.OWN, hub);
    }

    /**
     * Loads a tokenizer. What exists as a file or folder is taken as such; anything else is a hub id.
     *
     * @param pathOrHubId a {@code tokenizer.json}, a folder that has one, or a Hugging Face id such as
     *     {@code Qwen/Qwen2.5-7B-Instruct}
     * @param template which chat template it is to have
     * @param hub where ids are looked up
     * @throws BadInputException if it cannot be found, fetched or read, or the file chosen for a template is broken; a
     *     template of its own that is of no use is told by {@link Tokenizer#templateProblem()}
     */
    public static Tokenizer load(String pathOrHubId, TemplateChoice template, Hub hub) {
        Path tokenizerFile = locate(pathOrHubId, hub);
        Path folder = tokenizerFile.toAbsolutePath().getParent();
        ChatTemplateFiles.Found found = ChatTemplateFiles.read(folder, template);
        Tokenizer tokenizer = DjlTokenizer.load(pathOrHubId, tokenizerFile, found);
        try {
            return WordCuts.of(tokenizerFile)
                    .<Tokenizer>map(cuts -> new WordMemory(tokenizer, cuts))
                    .orElse(tokenizer);
        } catch (IOException e) {
            tokenizer.close();
            throw TokenizerFiles.unresolved(
                    pathOrHubId, "cannot be read from " + tokenizerFile + " (" + DjlTokenizer.firstLine(e) + ")");
        }
    }

    /** Values of {@code bos_token}, {@code eos_token} and their like, by the tokenizer's configuration. */
    public static Map<String, Object> specialTokens(String pathOrHubId, Hub hub) {
        return ChatTemplateFiles.specialTokens(
                locate(pathOrHubId, hub).toAbsolutePath().getParent());
    }

    /** The Jinja source of the tokenizer's own chat template. */
    public static Optional<String> templateSource(String pathOrHubId, Hub hub) {
        return ChatTemplateFiles.source(
                locate(pathOrHubId, hub).toAbsolutePath().getParent());
    }

    private static Path locate(String pathOrHubId, Hub hub) {
        Optional<Path> path = path(pathOrHubId);
        if (path.filter(Files::isRegularFile).isPresent()) {
            return path.get();
        }
        if (path.filter(Files::isDirectory).isPresent()) {
            Path file = path.get().resolve(TokenizerFiles.TOKENIZER_FILE);
            if (!Files.isRegularFile(file)) {
                throw TokenizerFiles.unresolved(pathOrHubId, "is a folder without a " + TokenizerFiles.TOKENIZER_FILE);
            }
            return file;
        }
        if (!HubRepository.isId(pathOrHubId)) {
            throw TokenizerFiles.unresolved(pathOrHubId, "is no file or folder, and no Hugging Face id");
        }
        try {
            return hub.snapshot(HubRepository.model(pathOrHubId), TokenizerFiles.TOKENIZER_FILE, COMPANIONS)
                    .resolve(TokenizerFiles.TOKENIZER_FILE);
        } catch (FetchFailure e) {
            throw TokenizerFiles.unresolved(pathOrHubId, e.getMessage());
        }
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(BundledFiles.locate(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
