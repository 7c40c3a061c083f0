package volley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundledResourcesTest {
    @Test
    void theCheckoutsOwnFileComesFirst() {
        assertThat(BundledFiles.locate("data/tokenizer")).isEqualTo(Path.of("data/tokenizer"));
    }

    @Test
    void everyFileOfDataIsBundled() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("data"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).isNotEmpty().allSatisfy(file -> assertThat(BundledResources.find(file.toString()))
                    .hasValueSatisfying(bundled -> assertThat(bundled).hasSameBinaryContentAs(file)));
        }
    }

    @Test
    void whatIsNowhereIsWhereItWasLookedFor() {
        assertThat(BundledFiles.locate("no/such/file")).isEqualTo(Path.of("no/such/file"));
    }
}
