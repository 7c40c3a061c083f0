package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import volley.client.EventKind;

/** A token is a character here, however long its escape is. */
class TextPiecesTest {
    private static final List<String> ESCAPED =
            List.of("a", " ", "\\n", "\\\"", "\\u001f", "\u00e9", "\u4e2d", "\ud83d\ude00");

    /** What the tokenizer counts gives the ITL that the server's own counts give. */
    @Test
    void piecesGiveTheItlOfRunningCounts() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            ExchangeBuilder counted = new ExchangeBuilder();
            ExchangeBuilder text = new ExchangeBuilder();
            double ms = 0;
            int tokens = 0;
            int events = 2 + random.nextInt(30);
            for (int event = 0; event < events; event++) {
                ms += random.nextInt(3) == 0 ? 0 : random.nextInt(100) + random.nextInt(1000) / 1e3;
                if (random.nextInt(5) == 0) {
                    counted.event(ms, EventKind.ROLE);
                    text.event(ms, EventKind.ROLE);
                }
                StringBuilder piece = new StringBuilder();
                // none: the first half of a character
                for (int more = random.nextInt(5); more > 0; more--) {
                    piece.append(ESCAPED.get(random.nextInt(ESCAPED.size())));
                    tokens++;
                }
                counted.event(ms, EventKind.CONTENT, tokens);
                text.text(ms, piece.toString());
            }
            StreamGaps expected = gaps(counted.done(ms + 1).usage(8, tokens, 0), TextPiecesTest::characters);
            StreamGaps found = gaps(text.done(ms + 1).usage(8, tokens, 0), TextPiecesTest::characters);

            if (tokens == events + 1) {
                // one each, and the one that ended the answer with the finish
                assertThat(found.of(GapMetric.ITL).count()).isEqualTo(events);
                continue;
            }
            assertThat(found.of(GapMetric.ICL).exact())
                    .as("ICL, seed %d", seed)
                    .isEqualTo(expected.of(GapMetric.ICL).exact());
            assertThat(expected.coverage()).isEqualTo(new ItlCoverage(1, 0, 0));
            if (tokens == events) {
                // as many events as tokens: one each, and nobody is asked
                assertThat(found.coverage()).isEqualTo(expected.coverage());
                continue;
            }
            assertThat(found.coverage()).as("seed %d", seed).isEqualTo(new ItlCoverage(1, 0, 1));
            assertThat(found.of(GapMetric.ITL).exact())
                    .as("ITL, seed %d", seed)
                    .isEqualTo(expected.of(GapMetric.ITL).exact());
            assertThat(found.of(GapMetric.ITL).histogramNs())
                    .isEqualTo(expected.of(GapMetric.ITL).histogramNs());
            assertThat(found.of(GapMetric.ITL_BURST).exact())
                    .as("burst, seed %d", seed)
                    .isEqualTo(expected.of(GapMetric.ITL_BURST).exact());
        }
    }

    @Test
    void countsThatDoNotAddUpAreNotUsed() {
        // 200 characters: 2.5 % are 5 tokens
        for (int more = -8; more <= 8; more++) {
            StreamGaps gaps = gaps(text(100, "x".repeat(2)).usage(8, 200 - more, 0), TextPiecesTest::characters);
            boolean used = more >= -5 && more <= 4;
            assertThat(gaps.coverage()).as("%d more", more).isEqualTo(new ItlCoverage(1, used ? 0 : 1, used ? 1 : 0));
            assertThat(gaps.of(GapMetric.ITL).count()).isEqualTo(used ? 198 : 0);
        }
    }

    /** Servers count the token that ends an answer; it has no text. One too many, in contrast, is wrong. */
    @Test
    void aShortAnswerMayLackTheTokenThatEndsIt() {
        assertThat(gaps(text(2, "xx").usage(8, 5, 0), TextPiecesTest::characters)
                        .coverage()
                        .retokenized())
                .isEqualTo(1);
        assertThat(gaps(text(2, "xx").usage(8, 6, 0), TextPiecesTest::characters)
                        .coverage()
                        .retokenized())
                .isZero();
        assertThat(gaps(text(2, "xx").usage(8, 3, 0), TextPiecesTest::characters)
                        .coverage()
                        .retokenized())
                .isZero();
    }

    @Test
    void whatCannotBeCountedStaysExcluded() {
        ItlCoverage excluded = new ItlCoverage(1, 1, 0);
        ToIntFunction<String> broken = answer -> -1;
        assertThat(gaps(text(3, "xx").usage(8, 6, 0), broken).coverage()).isEqualTo(excluded);
        assertThat(gaps(text(3, "xx").event(900, EventKind.REASONING).usage(8, 6, 0), TextPiecesTest::characters)
                        .coverage())
                .isEqualTo(excluded);
        assertThat(gaps(text(3, "xx").event(900, EventKind.CONTENT).usage(8, 6, 0), TextPiecesTest::characters)
                        .coverage())
                .isEqualTo(excluded);
        assertThat(gaps(text(3, "xx").answer("x").usage(8, 6, 0), TextPiecesTest::characters)
                        .coverage())
                .isEqualTo(excluded);
        // without a tokenizer nobody counted the answer
        assertThat(gaps(text(3, "xx"), null).coverage()).isEqualTo(excluded);
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static ExchangeBuilder text(int events, String piece) {
        ExchangeBuilder story = new ExchangeBuilder();
        for (int event = 0; event < events; event++) {
            story.text(10 + event, piece);
        }
        return story.done(1000);
    }

    private static StreamGaps gaps(ExchangeBuilder story, ToIntFunction<String> counter) {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, counter);
        List<TextPieces> kept = new ArrayList<>();
        run.keepUncounted(kept::add);
        run.accept(story.turn());
        kept.forEach(run::acceptRetokenized);
        return run.gaps();
    }
}
