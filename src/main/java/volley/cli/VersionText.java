package volley.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.config.BundledFiles;

/**
 * What {@code --version} says: version and commit, from the jar's manifest, or in a checkout from the POM and Git.
 */
final class VersionText {
    static final String UNKNOWN = "unknown";
    /** Entry of the jar's manifest. */
    private static final String COMMIT = "Implementation-Commit";

    private static final String TITLE = "Volley";
    private static final Pattern POM_VERSION =
            Pattern.compile("<artifactId>volley</artifactId>\\s*<version>([^<]+)</version>");

    private VersionText() {}

    static String[] lines() {
        return new String[] {
            text(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    private static String text() {
        Package of = VersionText.class.getPackage();
        if (of.getImplementationVersion() != null) {
            return text(of.getImplementationVersion(), commitOfJar());
        }
        Optional<Path> root = BundledFiles.root();
        return text(root.flatMap(VersionText::versionInPom).orElse(UNKNOWN), root.flatMap(VersionText::commitOfClone));
    }

    private static String text(String version, Optional<String> commit) {
        return TITLE + " " + version + " (commit " + commit.orElse(UNKNOWN) + ")";
    }

    private static Optional<String> commitOfJar() {
        String jar = VersionText.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        try (InputStream in = java.net
                .URI
                .create("jar:" + jar + "!/META-INF/MANIFEST.MF")
                .toURL()
                .openStream()) {
            Attributes entries = new Manifest(in).getMainAttributes();
            return Optional.ofNullable(entries.getValue(COMMIT)).filter(commit -> !commit.isBlank());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> versionInPom(Path root) {
        try {
            Matcher version = POM_VERSION.matcher(Files.readString(root.resolve("pom.xml")));
            return version.find() ? Optional.of(version.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As Git names it, with {@code -dirty} if files have changed since. */
    private static Optional<String> commitOfClone(Path root) {
        if (!Files.exists(root.resolve(".git"))) {
            // Git would go on looking in the folders around it
            return Optional.empty();
        }
        try {
            Process git = new ProcessBuilder(
                            "git",
                            "-C",
                            root.toString(),
                            "describe",
                            "--always",
                            "--dirty",
                            "--abbrev=12",
                            "--exclude=*")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader said = git.inputReader(StandardCharsets.UTF_8)) {
                String line = said.readLine();
                return git.waitFor() == 0 ? Optional.ofNullable(line) : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
