package volley.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.config.SettingsReader;
import volley.config.SimulationKind;

class OutputsTest {
    @TempDir
    Path folder;

    private void check(Path results, String... given) {
        Properties properties = new Properties();
        for (int i = 0; i < given.length; i += 2) {
            properties.setProperty("volley." + given[i], given[i + 1]);
        }
        Outputs.check(SettingsReader.read(properties, SimulationKind.MULTIMODAL), results);
    }

    private void refused(String named, Path results, String... given) {
        assertThatThrownBy(() -> check(results, given))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("cannot be")
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("Exception");
    }

    @Test
    void whatCanBeWrittenIsLeftAsItWas() throws IOException {
        Path lines = Files.writeString(folder.resolve("lines.jsonl"), "a line\n");
        Path cache = folder.resolve("not").resolve("made");
        check(folder.resolve("results"), "output-file", lines.toString(), "media-cache", cache.toString());
        check(folder, "output-file", folder.resolve("new.jsonl").toString(), "media-cache", cache.toString());
        assertThat(lines).hasContent("a line");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(lines));
    }

    @Test
    void aLinkToAFileThatIsNotThereIsLeftAsItWas() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), folder.resolve("new.jsonl"));
        check(folder, "output-file", link.toString(), "media-cache", folder.toString());
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.exists(link)).isFalse();
    }

    @Test
    void whatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        String cache = folder.toString();
        String inNoFolder = folder.resolve("missing").resolve("lines.jsonl").toString();
        refused("-Dvolley.output-file=" + inNoFolder, folder, "output-file", inNoFolder, "media-cache", cache);
        refused("-Dvolley.output-file=" + folder, folder, "output-file", folder.toString(), "media-cache", cache);
        refused("results folder " + file, file, "media-cache", cache);
        refused("results folder", file.resolve("below"), "media-cache", cache);
        refused("-Dvolley.media-cache=" + file, folder, "media-cache", file.toString());
        refused("-Dvolley.media-cache=/proc/none", folder, "media-cache", "/proc/none");
    }

    @Test
    void thePortOfTheMetricsIsTried() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            refused("-Dvolley.metrics-port=" + port, folder, "metrics-port", port, "media-cache", folder.toString());
        }
    }

    @Test
    void whatWasTriedIsLeftAsItWas() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        check(folder, "metrics-port", String.valueOf(port), "media-cache", folder.toString());
        assertThatCode(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close())
                .doesNotThrowAnyException();
    }
}
