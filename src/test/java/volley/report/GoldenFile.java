package volley.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares with a file under src/test/resources; {@code -Dgolden.update=true} writes it anew, to be read in the diff. */
public final class GoldenFile {
    private static final Path SOURCES = Path.of("src/test/resources/volley/report");

    private GoldenFile() {}

    public static void assertMatches(String name, String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(SOURCES);
                Files.writeString(SOURCES.resolve(name), actual);
                return;
            }
            try (InputStream expected = GoldenFile.class.getResourceAsStream(name)) {
                assertThat(expected).as("golden file " + name).isNotNull();
                assertThat(actual).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
