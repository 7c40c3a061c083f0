package volley.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;

class RepeatCommandTest {
    private static final PlayedSimulation MULTITURN = PlayedSimulation.of(SimulationKind.MULTITURN);

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBackWhateverItsQuotes() {
        Random random = new Random(7);
        String letters = "ab='\"\\ $-{}\u00e4";
        for (int i = 0; i < 300; i++) {
            Properties properties = new Properties();
            for (int k = random.nextInt(4); k >= 0; k--) {
                StringBuilder value = new StringBuilder();
                random.ints(random.nextInt(9), 0, letters.length()).forEach(at -> value.append(letters.charAt(at)));
                properties.setProperty("volley.name-" + k, value.toString());
            }
            RepeatCommand.write(folder, MULTITURN, properties);
            assertThat(RepeatCommand.read(folder)).isEqualTo(new RepeatCommand.Given("volley.Multiturn", properties));
        }
    }

    @Test
    void aFolderWithoutACommandIsRefusedInOneLine() throws IOException {
        assertThatThrownBy(() -> RepeatCommand.read(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("command.txt")
                .hasMessageNotContaining("\n");
        Files.writeString(folder.resolve("command.txt"), "mvn gatling:test\n");
        assertThatThrownBy(() -> RepeatCommand.read(folder)).hasMessageContaining("which simulation");
    }

    @Test
    void onlyVolleysParametersAreRepeatedAndQuotedForAShell() {
        Properties properties = new Properties();
        properties.setProperty("volley.extra-request-body", "{\"a\": \"it's\"}");
        properties.setProperty("volley.backend", "vllm");
        properties.setProperty("user.name", "somebody");
        assertThat(RepeatCommand.text(MULTITURN, properties))
                .isEqualTo("mvn gatling:test -Dgatling.simulationClass=volley.Multiturn -Dvolley.backend=vllm "
                        + "'-Dvolley.extra-request-body={\"a\": \"it'\\''s\"}'\n");
    }
}
