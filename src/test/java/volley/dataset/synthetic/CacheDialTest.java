package volley.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.hub.Hub;
import volley.prefix.UnlimitedCache;
import volley.report.lens.ChatPrompts;
import volley.report.lens.SentPrompts;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

class CacheDialTest {
    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() {
        tokenizer = Tokenizers.load("data/tokenizer", Hub.ofThisProcess());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static List<Conversation> requests(Object hitRate, String among, int count, int tokens, String... more) {
        Properties given = new Properties();
        given.setProperty("volley.dataset-name", "cache-dial");
        given.setProperty("volley.hit-rate", String.valueOf(hitRate));
        given.setProperty("volley.hit-rate-among", among);
        given.setProperty("volley.num-prompts", String.valueOf(count));
        given.setProperty("volley.dial-input-len", String.valueOf(tokens));
        for (int i = 0; i < more.length; i += 2) {
            given.setProperty("volley." + more[i], more[i + 1]);
        }
        Settings settings = SettingsReader.read(given, SimulationKind.SINGLE_TURN);
        return CacheDial.make(settings, settings.workload().conversations().getAsInt(), tokenizer)
                .dataset()
                .conversations();
    }

    /** Ideal hits as the cache lens has them, and tokens of all prompts. */
    private static long[] hitsAndTokens(List<Conversation> requests, String before) {
        SentPrompts prompts = ChatPrompts.of(
                        tokenizer,
                        i -> List.of(before + requests.get(i).turns().get(0).prompt()),
                        false)
                .orElseThrow();
        long[] sums = new long[2];
        try (UnlimitedCache cache = new UnlimitedCache()) {
            for (int i = 0; i < requests.size(); i++) {
                int[] ids = prompts.promptIds(i, 0, List.of());
                cache.use(
                        ids,
                        ids.length - 1,
                        ids.length,
                        0,
                        (from, length, usedSince, available, last) -> sums[0] += length);
                sums[1] += ids.length;
            }
        }
        return sums;
    }

    @ParameterizedTest
    @CsvSource({
        "0.8, users, 24, 1024",
        "0.5, users, 24, 333",
        "0.123, users, 100, 200",
        "0.9, users, 50, 100",
        // more prompts than the tokenizer has words to tell them apart by
        "0.5, users, 900, 64",
        "0.75, users, 900, 64",
        "0.6, conversations, 24, 512",
        "0.3333, conversations, 23, 100",
        "0.7, conversations, 200, 64"
    })
    void idealHitsAreWhatWasAskedToAToken(double hitRate, String among, int count, int tokens) {
        List<Conversation> requests = requests(hitRate, among, count, tokens);
        assertThat(requests).hasSize(count);
        long[] sums = hitsAndTokens(requests, "");
        assertThat(sums[0]).isEqualTo(Math.round(hitRate * sums[1]));
        assertThat(requests)
                .extracting(each -> each.turns().get(0).promptTokens())
                .containsOnly(tokens);
    }

    @Test
    void aSaltIsSharedByAllAndCounted() {
        long[] sums = hitsAndTokens(requests(0.8, "users", 24, 200, "salt", "run 7"), "run 7\n");
        assertThat(sums[0]).isEqualTo(Math.round(0.8 * sums[1]));
    }

    /** All that two prompts have in common is the template's beginning. */
    @Test
    void withoutHitsOnlyTheTemplateIsShared() {
        long[] none = hitsAndTokens(requests(0, "users", 24, 100), "");
        long[] two = hitsAndTokens(requests(0, "users", 2, 100), "");
        assertThat(none[0]).isEqualTo(23 * two[0]);
    }

    /** Conversation by conversation the hits stay, in any order of the conversations: nothing is shared between them. */
    @Test
    void conversationsHaveNothingInCommon() {
        List<Conversation> requests = requests(0.6, "conversations", 24, 128, "num-rounds", "4");
        List<Conversation> sorted = new ArrayList<>();
        for (int group = 5; group >= 0; group--) {
            for (int round = 0; round < 4; round++) {
                sorted.add(requests.get(round * 6 + group));
            }
        }
        assertThat(sorted).extracting(Conversation::id).startsWith("dial-6/1", "dial-6/2", "dial-6/3", "dial-6/4");
        assertThat(hitsAndTokens(sorted, "")).isEqualTo(hitsAndTokens(requests, ""));
    }

    @Test
    void whatCannotBeHadIsRefused() {
        assertThatThrownBy(() -> requests(1, "users", 24, 100))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("hit-rate=1.0 cannot be had")
                .hasMessageContaining("at most");
        assertThatThrownBy(() -> requests("1.01", "users", 24, 100))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not a number from 0 to 1");
        assertThatThrownBy(() -> requests(0.5, "conversations", 9000, 20, "num-rounds", "3"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("3000 conversations cannot begin differently");
        assertThatThrownBy(() -> requests(0.001, "users", 24, 8))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("at least");
        assertThatThrownBy(() -> requests(0.5, "users", 24, 100, "fixed-output-len", "9"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("the dial's have -Dvolley.dial-output-len tokens");
    }
}
