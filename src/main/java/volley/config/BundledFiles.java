package volley.config;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/**
 * Files that come with Volley, wherever the user stands: the samples and the tokenizer of its {@code data} folder. They are
 * looked for in the checkout from which the classes are loaded; in another project they come out of the jar. Paths that a user gives are the user's own, and no matter of
 * this.
 */
public final class BundledFiles {
    private static final String TOKENIZER = "data/tokenizer";
    /** A checkout has the classes in target/classes or target/x.jar. */
    private static final int MOST_LEVELS_UP = 4;

    private static final Optional<Path> CHECKOUT = checkout();

    private BundledFiles() {}

    /**
     * A file of the {@code data} folder.
     *
     * @param path from the checkout's root, such as {@code data/sharegpt.sample.json}
     * @return the same where the user stands in the root, else absolute; where there is no checkout, the one out of the jar
     */
    public static Path of(String path) {
        return CHECKOUT.isEmpty() ? locate(path) : inCheckout(path);
    }

    private static Path inCheckout(String path) {
        Path relative = Path.of(path);
        return CHECKOUT.isEmpty() || standsInCheckout()
                ? relative
                : CHECKOUT.get().resolve(relative);
    }

    /**
     * A file or folder of the user's, or, where there is none, the one out of Volley's jar, if it has that.
     *
     * @param path any path; what is nowhere is returned as it is
     */
    public static Path locate(String path) {
        Path here = Path.of(path);
        return Files.exists(here) ? here : BundledResources.find(path).orElse(here);
    }

    /** Folder of the tokenizer, by the name under which results have it; to be {@linkplain #locate located}. */
    public static Path tokenizer() {
        return inCheckout(TOKENIZER);
    }

    /** The checkout's root, if the classes are loaded from one. */
    public static Optional<Path> root() {
        return CHECKOUT;
    }

    /** Whether this process's working folder is the checkout's root. */
    public static boolean standsInCheckout() {
        try {
            return CHECKOUT.isPresent() && Files.isSameFile(CHECKOUT.get(), Path.of(""));
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> checkout() {
        CodeSource source = BundledFiles.class.getProtectionDomain().getCodeSource();
        try {
            Path folder = source == null
                    ? null
                    : Path.of(source.getLocation().toURI()).toAbsolutePath();
            for (int i = 0; i < MOST_LEVELS_UP && folder != null; i++) {
                folder = folder.getParent();
                if (folder != null && Files.isDirectory(folder.resolve(TOKENIZER))) {
                    return Optional.of(folder);
                }
            }
            return Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
