package volley.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "io.gatling.app.Gatling -s volley.Multiturn -rf /results, /results",
        "io.gatling.app.Gatling --results-folder /results -s volley.Multiturn, /results",
        "io.gatling.app.Gatling -rf /my results -s volley.Multiturn, /my results",
        "io.gatling.app.Gatling -rf /my results, /my results",
        "io.gatling.app.Gatling -s volley.Multiturn, target/gatling",
        "something.else, target/gatling"
    })
    void theResultsFolderIsWhereTheProcessWasToldToHaveIt(String command, Path expected) {
        assertThat(RunFolder.resultsFolder(command)).isEqualTo(expected);
    }

    @Test
    void gatlingsFolderIsThatOfTheRunAndNotTheNewest() throws IOException {
        Path results = temp.resolve("my - results");
        Path own = made(results.resolve("multiturn-20261130081500123"));
        made(results.resolve("multiturn-20991231235959999"));
        assertThat(RunFolder.ofGatling(
                        "io.gatling.app.Gatling -rf " + results + " -s volley.Multiturn",
                        "multiturn-20261130081500123"))
                .contains(own);
        assertThat(RunFolder.ofGatling(
                        "io.gatling.app.Gatling -rf " + results + " -s volley.Multiturn",
                        "multiturn-20261130081500124"))
                .isEmpty();
    }

    @Test
    void aFolderThatHasMoreThanGatlingsLogIsNotDiscarded() throws IOException {
        Path refused = made(temp.resolve("refused"));
        RunFolder.discard(refused);
        assertThat(refused).doesNotExist();

        Path own = made(temp.resolve("own"));
        Files.writeString(own.resolve("summary.json"), "{}");
        RunFolder.discard(own);
        assertThat(own).isDirectoryContaining("glob:**/simulation.log");
    }

    private static Path made(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("simulation.log"), "");
        return folder;
    }
}
