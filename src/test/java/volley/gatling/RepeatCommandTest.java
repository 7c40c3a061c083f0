package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;

class RepeatCommandTest {
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
            RepeatCommand.write(folder, RepeatCommand.text(Optional.of("volley.Multiturn"), properties));
            assertThat(RepeatCommand.read(folder)).isEqualTo(new RepeatCommand.Given("volley.Multiturn", properties));
        }
    }

    @Test
    void aFolderWithoutACommandIsRefusedInOneLine() {
        assertThatThrownBy(() -> RepeatCommand.read(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("command.txt")
                .hasMessageNotContaining("\n");
        RepeatCommand.write(folder, RepeatCommand.text(Optional.empty(), new Properties()));
        assertThatThrownBy(() -> RepeatCommand.read(folder)).hasMessageContaining("which simulation");
    }

    @Test
    void onlyVolleysParametersAreRepeatedAndQuotedForAShell() {
        Properties properties = new Properties();
        properties.setProperty("volley.extra-request-body", "{\"a\": \"it's\"}");
        properties.setProperty("volley.backend", "vllm");
        properties.setProperty("user.name", "somebody");
        assertThat(RepeatCommand.text(Optional.of("volley.Multiturn"), properties))
                .isEqualTo("mvn gatling:test -Dgatling.simulationClass=volley.Multiturn -Dvolley.backend=vllm "
                        + "'-Dvolley.extra-request-body={\"a\": \"it'\\''s\"}'\n");
    }
}
