package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Usage;

/** Random streams against the definitions read literally: lists instead of passes over arrays. */
class RandomEventLogsTest {
    private record Event(double ms, EventKind kind, int runningCount) {}

    private record Story(
            List<Event> events,
            boolean counted,
            boolean done,
            int usage,
            double scheduled,
            double ready,
            double sent,
            Double connected,
            Double written) {
        List<Event> texts() {
            return events.stream().filter(e -> e.kind.bearsTokens()).toList();
        }

        /** The final count, or null. */
        Integer total() {
            return usage != Usage.ABSENT ? Integer.valueOf(usage) : highest();
        }

        Integer highest() {
            return events.stream()
                    .map(Event::runningCount)
                    .filter(count -> count > 0)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }

        int finalCount() {
            return total() == null ? 0 : total();
        }

        Event finish() {
            return events.stream()
                    .filter(e -> e.kind == EventKind.FINISH)
                    .findFirst()
                    .orElseThrow();
        }

        /** Whether the finish reason came in an event of its own. */
        boolean finishAlone() {
            int at = events.indexOf(finish());
            return at == 0 || !events.get(at - 1).kind.bearsTokens() || events.get(at - 1).ms != finish().ms;
        }

        /** The sets of events that may be the token events, the first that fits being taken. */
        List<List<Event>> candidates() {
            int firstText = events.indexOf(texts().isEmpty() ? null : texts().get(0));
            List<List<Event>> sets = new ArrayList<>();
            sets.add(texts());
            for (int from : texts().isEmpty() ? List.of(0) : List.of(firstText, 0)) {
                for (boolean withFinish : finishAlone() ? List.of(false, true) : List.of(false)) {
                    sets.add(events.stream()
                            .filter(e -> e.kind.bearsTokens()
                                    || (e.kind == EventKind.EMPTY && events.indexOf(e) >= from)
                                    || (withFinish && e.kind == EventKind.FINISH))
                            .toList());
                }
            }
            return sets;
        }

        /** The token events, or null where it is unclear which one is the last. */
        List<Event> tokenEvents() {
            if (counted) {
                List<Event> tokens = new ArrayList<>();
                int before = 0;
                for (Event e : events) {
                    int count = e.kind == EventKind.FINISH ? finalCount() : e.runningCount;
                    boolean grows = count > before && (e.kind == EventKind.EMPTY || e.kind == EventKind.FINISH);
                    if (e.kind.bearsTokens() || grows) {
                        tokens.add(e);
                        before = Math.max(before, count);
                    }
                }
                return tokens;
            }
            if (total() != null) {
                for (List<Event> set : candidates()) {
                    if (set.size() == total()) {
                        return set;
                    }
                }
            }
            boolean emptyAfterText = !texts().isEmpty()
                    && events.stream().skip(events.indexOf(texts().get(0))).anyMatch(e -> e.kind == EventKind.EMPTY);
            return emptyAfterText ? null : texts();
        }

        TurnRecord turn() {
            ExchangeBuilder builder =
                    new ExchangeBuilder().scheduled(scheduled).ready(ready).sent(sent);
            if (connected == null) {
                builder.notConnected();
            } else if (written == null) {
                builder.connected(connected).notWritten();
            } else {
                builder.connected(connected).written(written);
            }
            events.forEach(e -> builder.event(e.ms, e.kind, e.runningCount));
            return builder.usage(10, usage, Usage.ABSENT).turn();
        }

        /** New tokens of each token event, or null if they cannot be known. */
        List<Integer> newTokens() {
            List<Event> tokens = tokenEvents();
            if (tokens == null) {
                return null;
            }
            List<Integer> news = new ArrayList<>();
            int before = 0;
            for (Event e : tokens) {
                if (counted) {
                    int count = e.kind == EventKind.FINISH ? finalCount() : e.runningCount;
                    news.add(count - before);
                    before = count;
                } else if (total() != null && total() == tokens.size()) {
                    news.add(1);
                } else {
                    return null;
                }
            }
            return news;
        }
    }

    private static Story randomStory(Random random) {
        double ms = random.nextInt(50);
        double scheduled = ms + random.nextInt(20);
        double ready = ms + random.nextInt(20);
        double sent = Math.max(scheduled, ready) + random.nextInt(5);
        boolean counted = random.nextBoolean();
        boolean oneEach = random.nextBoolean();
        boolean emptiesBear = random.nextBoolean();
        boolean finishBears = random.nextInt(3) == 0;
        List<Event> events = new ArrayList<>();
        ms = sent;
        int total = 0;
        int texts = 0;
        int size = random.nextInt(40);
        EventKind[] kinds = {
            EventKind.ROLE,
            EventKind.EMPTY,
            EventKind.USAGE,
            EventKind.COMMENT,
            EventKind.REASONING,
            EventKind.CONTENT,
            EventKind.CONTENT,
            EventKind.TOOL
        };
        for (int i = 0; i < size; i++) {
            EventKind kind = kinds[random.nextInt(kinds.length)];
            ms += random.nextInt(4) == 0 ? 0 : random.nextInt(30) + random.nextInt(1000) / 1e3;
            if (kind.bearsTokens() || (kind == EventKind.EMPTY && emptiesBear)) {
                total += oneEach ? 1 : 1 + random.nextInt(4);
            }
            texts += kind.bearsTokens() ? 1 : 0;
            boolean names = counted && (kind.bearsTokens() || kind == EventKind.EMPTY || kind == EventKind.USAGE);
            events.add(new Event(ms, kind, names ? total : EventLog.TOKENS_UNKNOWN));
        }
        boolean done = random.nextBoolean();
        events.add(new Event(ms + random.nextInt(2), EventKind.FINISH, EventLog.TOKENS_UNKNOWN));
        if (done) {
            events.add(new Event(events.get(events.size() - 1).ms, EventKind.DONE, EventLog.TOKENS_UNKNOWN));
        }
        int usage = random.nextInt(3) == 0 ? Usage.ABSENT : total + (finishBears ? 1 : 0);
        if (usage != Usage.ABSENT) {
            events.add(new Event(ms + 3, EventKind.USAGE, usage));
        }
        boolean empties = events.stream().anyMatch(e -> e.kind == EventKind.EMPTY);
        Double connected = random.nextInt(10) == 0 ? null : Double.valueOf(sent + random.nextInt(3000) / 1e3);
        Double written = connected == null || random.nextInt(10) == 0 ? null : connected + random.nextInt(3000) / 1e3;
        return new Story(
                events, counted && (texts > 0 || empties), done, usage, scheduled, ready, sent, connected, written);
    }

    @Test
    void figuresAgreeWithTheDefinitions() {
        for (int seed = 0; seed < 5000; seed++) {
            Story story = randomStory(new Random(seed));
            RequestFigures figures = RequestFigures.of(story.turn(), null);
            List<Event> texts = story.texts();
            List<Event> clear = story.tokenEvents();
            List<Event> tokens = clear == null ? texts : clear;
            double firstAny = story.events.stream()
                    .filter(e -> e.kind != EventKind.COMMENT)
                    .findFirst()
                    .orElseThrow()
                    .ms;
            boolean body = !story.done
                    && !tokens.isEmpty()
                    && firstAny == story.finish().ms
                    && tokens.get(tokens.size() - 1).ms == firstAny;
            Double first = tokens.isEmpty() || body ? null : tokens.get(0).ms;
            Double last = tokens.isEmpty() || clear == null ? null : tokens.get(tokens.size() - 1).ms;
            Double firstContent = body
                    ? null
                    : texts.stream()
                            .filter(e -> e.kind == EventKind.CONTENT)
                            .findFirst()
                            .map(Event::ms)
                            .orElse(null);
            double due = Math.max(story.scheduled, story.ready);
            Integer output = story.usage != Usage.ABSENT ? Integer.valueOf(story.usage) : story.highest();

            assertMs(figures.get(RequestMetric.CLIENT_QUEUE), story.sent, due, seed);
            assertMs(figures.get(RequestMetric.CONNECT), story.connected, story.sent, seed);
            assertMs(
                    figures.get(RequestMetric.REQUEST_WRITE),
                    story.written,
                    story.connected == null ? 0 : story.connected,
                    seed);
            assertMs(figures.get(RequestMetric.TTFT), first, story.sent, seed);
            assertMs(figures.get(RequestMetric.TTFT_SCHEDULED), first, due, seed);
            assertMs(figures.get(RequestMetric.TTFO), firstContent, story.sent, seed);
            assertMs(figures.get(RequestMetric.E2E), last, story.sent, seed);
            assertThat(figures.get(RequestMetric.OUTPUT_TOKENS))
                    .as("output tokens of seed %d", seed)
                    .isEqualTo(output == null ? RequestFigures.ABSENT : output);

            List<Integer> news = story.newTokens();
            int firstTokens =
                    news != null && !news.isEmpty() ? news.get(0) : tokens.size() == 1 && output != null ? output : 1;
            if (first == null || last == null || output == null || output < 2 || output - firstTokens < 1) {
                assertThat(figures.get(RequestMetric.TPOT))
                        .as("TPOT of seed %d", seed)
                        .isEqualTo(RequestFigures.ABSENT);
            } else {
                assertThat((double) figures.get(RequestMetric.TPOT))
                        .as("TPOT of seed %d", seed)
                        .isCloseTo((last - first) * 1e6 / (output - firstTokens), within(2.0));
            }
        }
    }

    @Test
    void gapsAgreeWithTheDefinitions() {
        for (int seed = 0; seed < 5000; seed++) {
            Story story = randomStory(new Random(seed));
            Exchange exchange = story.turn().exchange();
            TokenEvents scanned = TokenEvents.scan(exchange);
            StreamGaps gaps = new StreamGaps();
            gaps.accept(
                    exchange.events(),
                    scanned,
                    RequestFigures.of(story.turn(), null).get(RequestMetric.OUTPUT_TOKENS));
            if (scanned.onePiece() || scanned.isUnclear()) {
                assertThat(gaps.coverage()).isEqualTo(ItlCoverage.NONE);
                assertThat(gaps.of(GapMetric.ICL).count()).isZero();
                continue;
            }
            List<Event> tokens = story.tokenEvents();
            List<Integer> news = story.newTokens();
            long chunks = Math.max(0, tokens.size() - 1);
            double span = tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).ms - tokens.get(0).ms;

            assertThat(gaps.of(GapMetric.ICL).count()).isEqualTo(chunks);
            assertThat(gaps.coverage())
                    .as("coverage of seed %d", seed)
                    .isEqualTo(new ItlCoverage(chunks > 0 ? 1 : 0, chunks > 0 && news == null ? 1 : 0, 0));
            assertThat((double) gaps.of(GapMetric.ICL).sumNs()).isCloseTo(span * 1e6, within(100.0));
            // Every token but those of the first event has one latency, and together they are the decode time.
            long later = news == null
                    ? 0
                    : news.stream().skip(1).mapToInt(Integer::intValue).sum();
            for (GapHistogram itl : List.of(gaps.of(GapMetric.ITL), gaps.of(GapMetric.ITL_BURST))) {
                assertThat(itl.count()).as("ITLs of seed %d", seed).isEqualTo(later);
                assertThat((double) itl.sumNs()).isCloseTo(later == 0 ? 0 : span * 1e6, within(100.0));
            }
        }
    }

    private static void assertMs(long actualNs, Double laterMs, double earlierMs, int seed) {
        if (laterMs == null) {
            assertThat(actualNs).as("seed %d", seed).isEqualTo(RequestFigures.ABSENT);
        } else {
            assertThat((double) actualNs).as("seed %d", seed).isCloseTo((laterMs - earlierMs) * 1e6, within(2.0));
        }
    }
}
