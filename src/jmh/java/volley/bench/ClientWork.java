package volley.bench;

import java.util.Locale;

/** What every client of {@link ClientSuite} is given to do, alike for all but for the number of requests. */
enum ClientWork {
    PROBE("What each client takes for the first token: answers with time between their events", Shape.of(4, 4), 12, 12),
    SHORT("Answers of 4 tokens, 64 in flight, as fast as they go", Shape.of(4, 64), 160_000, 5_000),
    LONG("Answers of 512 tokens, 32 in flight, as fast as they go", Shape.of(512, 32), 20_000, 1_000),
    STREAMS(
            "1,000 streams of 50 tokens/s: answers of 128 tokens, the first after 20 ms",
            Shape.of(128, 1000).timedMs(20, 20),
            8_000,
            3_000),
    STREAMS_2000(
            "2,000 streams of 50 tokens/s: answers of 128 tokens, the first after 20 ms",
            Shape.of(128, 2000).timedMs(20, 20),
            12_000,
            6_000),
    ARRIVALS(
            "1,000 requests/s, evenly spaced where the client can: answers of 4 tokens, the first after 20 ms",
            Shape.atRate(4, 1000).timedMs(20, 5),
            10_000,
            5_000),
    START("500 answers of 4 tokens, 64 in flight: how soon it begins and ends", Shape.of(4, 64), 500, 500),
    MILLION("Answers of 4 tokens, 64 in flight, as fast as they go, one million", Shape.of(4, 64), 1_000_000, 20_000);

    /**
     * @param tokens of each answer
     * @param streams requests in flight at a time; 0 is no limit
     * @param requestsPerSecond 0 is as fast as the streams go
     */
    record Shape(int tokens, int streams, int requestsPerSecond, double firstTokenMs, double interTokenMs) {
        static Shape of(int tokens, int streams) {
            return new Shape(tokens, streams, 0, 0, 0);
        }

        static Shape atRate(int tokens, int requestsPerSecond) {
            return new Shape(tokens, 0, requestsPerSecond, 0, 0);
        }

        Shape timedMs(double nextFirstTokenMs, double nextInterTokenMs) {
            return new Shape(tokens, streams, requestsPerSecond, nextFirstTokenMs, nextInterTokenMs);
        }

        /** Whether the server waits before tokens: then each token's time is logged. */
        boolean isTimed() {
            return interTokenMs > 0;
        }
    }

    private static final int FEWEST_REQUESTS = 200;

    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final Shape shape;

    private final int requestsIfFast;

    /** As many as the slowest client known, which is GuideLLM on one core, makes in about a minute; twice that for {@link #MILLION}. */
    private final int requestsIfSlow;

    ClientWork(String description, Shape shape, int requestsIfFast, int requestsIfSlow) {
        this.description = description;
        this.shape = shape;
        this.requestsIfFast = requestsIfFast;
        this.requestsIfSlow = requestsIfSlow;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String description() {
        return description;
    }

    Shape shape() {
        return shape;
    }

    /**
     * @param fast whether the client is one of tens of thousands of short requests a second
     * @param scale that the number is divided by, but not below 200
     */
    int requests(boolean fast, int scale) {
        int requests = fast ? requestsIfFast : requestsIfSlow;
        return Math.max(Math.min(requests, FEWEST_REQUESTS), requests / scale);
    }

    /** Whether each request's record is joined with the server's log. */
    boolean isJoined() {
        return this == PROBE || shape.isTimed();
    }

    AnswerTimes answerTimes() {
        return this == PROBE
                ? AnswerTimes.ofProbe()
                : AnswerTimes.ofMillis(shape.firstTokenMs, shape.interTokenMs, shape.tokens, shape.isTimed());
    }
}
