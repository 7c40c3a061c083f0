package volley.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.TextStore;
import volley.dataset.Turn;
import volley.hub.Hub;
import volley.plan.Plan;
import volley.report.GoldenFile;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

/** The users of bench_mix against its rules: weights of rounds, lengths, pauses. */
class MixUsersTest {
    private static final int[] WEIGHTS = {50, 25, 15, 15, 10, 10, 9, 8, 7, 6};
    private static final int[] NEW_TOKENS = {1000, 400, 350, 300, 280, 260, 240, 220, 210, 200};

    private static Tokenizer tokenizer;

    @TempDir
    Path temp;

    @BeforeAll
    static void load() {
        tokenizer = Tokenizers.load("data/tokenizer", Hub.ofThisProcess());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static Settings settings(String... namesAndValues) {
        Properties given = new Properties();
        given.setProperty("volley.dataset-name", "mix");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return SettingsReader.read(given, SimulationKind.MULTITURN);
    }

    private static List<Conversation> users(String... namesAndValues) {
        return MixUsers.make(settings(namesAndValues), tokenizer, TextStore.MEMORY)
                .conversations();
    }

    @Test
    void aSeedGivesTheSameUsers() {
        List<Conversation> users = users("num-prompts", "12");
        GoldenFile.assertMatches(
                "mix-users.txt",
                users.stream()
                                .map(user -> user.id() + ": "
                                        + IntStream.range(0, user.turns().size())
                                                .mapToObj(i -> described(user, i))
                                                .collect(Collectors.joining(", ")))
                                .collect(Collectors.joining("\n"))
                        + "\n");
        assertThat(users("num-prompts", "40").subList(0, 12))
                .as("whatever their number")
                .extracting(Conversation::pauses)
                .isEqualTo(users.stream().map(Conversation::pauses).toList());
        String hash = hash(users);
        assertThat(hash(users("num-prompts", "12"))).isEqualTo(hash);
        assertThat(hash(users("num-prompts", "12", "seed", "2"))).isNotEqualTo(hash);
        assertThat(hash(users("num-prompts", "12", "disable-random-sample", "true")))
                .as("other texts")
                .isNotEqualTo(hash);
    }

    private static String described(Conversation user, int round) {
        Turn turn = user.turns().get(round);
        return turn.promptTokens() + " -> " + turn.outputTokens()
                + (round < user.pauses().size()
                        ? ", " + user.pauses().get(round).toMillis() + " ms"
                        : "");
    }

    private static String hash(List<Conversation> users) {
        return Plan.of("multiturn", users, settings().load(), 1).hash();
    }

    @Test
    void roundsLengthsAndPausesAreDrawnByTheRules() {
        List<Conversation> users = users("num-prompts", "20000");
        int all = Arrays.stream(WEIGHTS).sum();
        for (int rounds = 1; rounds <= WEIGHTS.length; rounds++) {
            int wanted = rounds;
            assertThat(users.stream()
                                    .filter(user -> user.turns().size() == wanted)
                                    .count()
                            / 20_000.0)
                    .as("users of %d rounds", rounds)
                    .isCloseTo((double) WEIGHTS[rounds - 1] / all, within(0.01));
        }
        double answers = 0;
        int turns = 0;
        int meanItself = 0;
        for (Conversation user : users) {
            int name = tokenizer.count(user.id() + " ");
            for (int i = 0; i < user.turns().size(); i++) {
                Turn turn = user.turns().get(i);
                assertThat(turn.promptTokens())
                        .isBetween((int) (0.8 * NEW_TOKENS[i]), (int) (1.2 * NEW_TOKENS[i]) + (i == 0 ? name : 0));
                assertThat(turn.outputTokens()).isPositive();
                answers += turn.outputTokens();
                meanItself += turn.outputTokens() == 100 ? 1 : 0;
                turns++;
            }
        }
        // Below 0 is what lies more than one standard deviation below the mean of 100: 15.87 %, and these are 100
        // themselves.
        assertThat((double) meanItself / turns).isCloseTo(0.1587, within(0.01));
        // 100 x (Phi(1) + phi(1)) of those above 0, 15.87 of the others, and 0.42 lost to whole tokens
        assertThat(answers / turns).isCloseTo(84.13 + 24.20 + 15.87 - 0.42, within(1.5));
        List<Duration> pauses =
                users.stream().flatMap(user -> user.pauses().stream()).toList();
        assertThat(pauses).allMatch(pause -> !pause.isNegative() && !pause.isZero());
        assertThat(pauses.stream().filter(Duration.ofSeconds(30)::equals).count() / (double) pauses.size())
                .as("below 0 with a mean of 30 and a standard deviation of 100")
                .isCloseTo(0.3821, within(0.01));
    }

    @Test
    void textsHaveTheirLengthAndNoTwoUsersBeginAlike() {
        for (String api : List.of("openai", "sglang")) {
            List<Conversation> users = users("num-prompts", "20", "api-format", api);
            assertThat(users.stream()
                            .map(user -> user.turns().get(0).prompt().split(" ")[0])
                            .distinct())
                    .hasSize(20);
            for (Conversation user : users) {
                Turn first = user.turns().get(0);
                assertThat(first.prompt()).startsWith(user.id() + " ");
                assertThat(tokenizer.count(first.prompt())).isCloseTo(first.promptTokens(), within(1));
                String once = first.prompt();
                assertThat(first.prompt()).as("made anew").isEqualTo(once);
            }
        }
    }

    @Test
    void asManyUsersAsTheTimeCanNeedAndAsManyInFlightAsTheFileSays() {
        assertThat(settings().load().maxConcurrency()).hasValue(60);
        assertThat(settings().load().limit().orElseThrow().duration()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings("max-concurrency", "3").load().maxConcurrency()).hasValue(3);
        assertThat(users()).hasSize(12_000);
        assertThat(users("duration-seconds", "2")).hasSize(60);
        assertThat(users("simulate", "true")).as("no end by time").hasSize(240);
        assertThat(users("dataset-path", "data/sharegpt.sample.json", "duration-seconds", "60"))
                .hasSize(1200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'num_rounds': 2 | 'num_rounds': 0 | num_rounds is 0, below 1",
                "[3, 1] | [3] | round_ratios has 1 numbers for 2 rounds",
                "[3, 1] | [0, 0] | round_ratios are all 0",
                "[3, 1] | [0.5, 1] | round_ratios has 0.5, no whole number",
                "[40, 20] | [40, -1] | mean_new_tokens_per_round has a number that is not from 0",
                "[40, 20] | [40, 0] | mean_new_tokens_per_round has 0.0, below 1",
                "[8, 8] | ['x', 8] | mean_return_tokens_per_round",
                "'num_clients': 4, | '': 1, | num_clients",
                "} | ] | mend it"
            })
    void aFileThatCannotBeUsedIsOneLine(String right, String wrong, String said) throws Exception {
        String json = "{'num_rounds': 2, 'num_clients': 4, 'round_ratios': [3, 1],"
                + " 'mean_new_tokens_per_round': [40, 20], 'mean_return_tokens_per_round': [8, 8],"
                + " 'mean_inter_round_interval': [1, 1]}";
        Path file = temp.resolve("mix.json");
        Files.writeString(file, json.replace('\'', '"'));
        assertThat(settings("mix-config", file.toString())
                        .generated()
                        .mix()
                        .orElseThrow()
                        .clients())
                .isEqualTo(4);
        Files.writeString(file, json.replace(right, wrong).replace('\'', '"'));
        assertThatThrownBy(() -> settings("mix-config", file.toString()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(said)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void whatDoesNotGoWithAMixIsRefused() {
        assertThatThrownBy(
                        () -> settings("mix-config", temp.resolve("none.json").toString()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is no file");
        assertThatThrownBy(() -> settings("think-time-seconds", "3"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("pauses of its own");
        assertThatThrownBy(() -> settings("dataset-name", "sharegpt", "mix-config", "data/mix.sample.json"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("dataset-name=mix");
    }
}
