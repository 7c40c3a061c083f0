package volley.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Hugging Face's own tokenizers library, through DJL. One native instance serves all threads. */
final class DjlTokenizer implements Tokenizer {
    static {
        // Without this, DJL's first load calls a cloud metadata address and may download a CUDA library.
        System.setProperty("ai.djl.offline", "true");
        if (LoggerFactory.getLogger("ai.djl") instanceof Logger logger && logger.getLevel() == null) {
            logger.setLevel(Level.ERROR);
        }
    }

    /** DJL's defaults truncate at 512 tokens. */
    private static final Map<String, String> OPTIONS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

    private static final String PROBE = "a";

    private final String name;
    private final Path tokenizerFile;
    private final HuggingFaceTokenizer tokenizer;
    private final ChatTemplateFiles.Found template;
    private final int[] openingIds;
    /** Kept while there is room: to read those of a large vocabulary takes half a second. */
    private SoftReference<WordVocabulary> words = new SoftReference<>(null);

    private DjlTokenizer(
            String name, Path tokenizerFile, HuggingFaceTokenizer tokenizer, ChatTemplateFiles.Found template) {
        this.name = name;
        this.tokenizerFile = tokenizerFile;
        this.tokenizer = tokenizer;
        this.template = template;
        this.openingIds = openingIds(tokenizer);
    }

    static Tokenizer load(String name, Path tokenizerFile, ChatTemplateFiles.Found template) {
        // By stream, not by path: by path, DJL also applies the folder's tokenizer_config.json in its own way.
        try (InputStream json = Files.newInputStream(tokenizerFile)) {
            return new DjlTokenizer(name, tokenizerFile, HuggingFaceTokenizer.newInstance(json, OPTIONS), template);
        } catch (IOException | RuntimeException | LinkageError e) {
            throw TokenizerFiles.unresolved(name, "cannot be loaded from " + tokenizerFile + " (" + firstLine(e) + ")");
        }
    }

    static String firstLine(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.lines().findFirst().orElse("");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int[] encode(String text) {
        return text.length() > LongWords.LONGEST_CHARS
                ? LongWords.encode(text, piece -> ints(ids(piece)))
                : ints(ids(text));
    }

    private static int[] ints(long[] ids) {
        int[] tokenIds = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            tokenIds[i] = Math.toIntExact(ids[i]);
        }
        return tokenIds;
    }

    @Override
    public int[] openingIds() {
        return openingIds;
    }

    /** What the tokenizer's own post-processing puts before a text: the same before all. */
    private static int[] openingIds(HuggingFaceTokenizer tokenizer) {
        long[] plain = tokenizer.encode(PROBE, false, false).getIds();
        long[] whole = tokenizer.encode(PROBE, true, false).getIds();
        for (int before = 0; before + plain.length <= whole.length; before++) {
            if (Arrays.equals(whole, before, before + plain.length, plain, 0, plain.length)) {
                return Arrays.stream(whole, 0, before)
                        .mapToInt(Math::toIntExact)
                        .toArray();
            }
        }
        return new int[0];
    }

    @Override
    public int count(String text) {
        return text.length() > LongWords.LONGEST_CHARS
                ? LongWords.count(text, piece -> ids(piece).length)
                : ids(text).length;
    }

    private long[] ids(String text) {
        // A surrogate without its other half has no UTF-8; on the wire it would be '?', so it is here.
        String wellFormed =
                isWellFormed(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return tokenizer.encode(wellFormed, false, false).getIds();
    }

    private static boolean isWellFormed(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                boolean pair =
                        at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
                if (!pair) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }

    @Override
    public String decode(int[] tokenIds) {
        return decode(tokenIds, true);
    }

    @Override
    public String decodeAll(int[] tokenIds) {
        return decode(tokenIds, false);
    }

    private String decode(int[] tokenIds, boolean skipSpecialTokens) {
        long[] ids = new long[tokenIds.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokenIds[i];
        }
        return tokenizer.decode(ids, skipSpecialTokens);
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return template.template();
    }

    @Override
    public Optional<String> templateProblem() {
        return template.problem();
    }

    @Override
    public synchronized WordVocabulary words() {
        WordVocabulary known = words.get();
        if (known != null) {
            return known;
        }
        try {
            WordVocabulary read = WordVocabulary.read(tokenizerFile);
            words = new SoftReference<>(read);
            return read;
        } catch (IOException e) {
            throw TokenizerFiles.unresolved(name, "has a vocabulary that cannot be read (" + firstLine(e) + ")");
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
