package volley.prepare;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import volley.config.ArrivalKind;
import volley.config.LoadSettings;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.plan.Plan;

/**
 * What one round of the client's warm-up plays.
 *
 * @param conversations each of {@link #turns}
 * @param maxInFlight turns under way at the same time
 * @param lead from its beginning to its first turn, if that is ready by then; zero: as every run has
 */
public record WarmUpPlan(int conversations, int turns, int maxInFlight, Duration lead) {
    /** Tokens asked for in each turn. */
    public static final int OUTPUT_TOKENS = 8;

    /** Of every turn. */
    public static final String PROMPT = "warm up ".repeat(32);

    /** More than most clients can start: then a round is over when all its work is done. */
    private static final double TURNS_PER_SECOND = 20_000;

    /** Enough for the JVM's compilers to see what is hot. */
    public static final WarmUpPlan FULL = new WarmUpPlan(64, 16, 64, Duration.ZERO);

    /** Enough for each path to be gone. */
    public static final WarmUpPlan SHORT = new WarmUpPlan(8, 16, 8, Duration.ofMillis(50));

    /**
     * The run's own preparation with this plan.
     *
     * @param atRate whether turns arrive at a rate, as they do in the run, rather than as soon as they are ready
     */
    public Preparation of(Preparation run, Target target, boolean atRate) {
        List<Turn> all = IntStream.range(0, turns)
                .mapToObj(turn -> new Turn(PROMPT, 1, OUTPUT_TOKENS))
                .toList();
        List<Conversation> each = IntStream.range(0, conversations)
                .mapToObj(number -> new Conversation("warm-up " + number, all))
                .toList();
        boolean paced = atRate && run.settings().load().requestsPerSecond() != Double.POSITIVE_INFINITY;
        LoadSettings load = LoadSettings.builder()
                .requestsPerSecond(paced ? TURNS_PER_SECOND : Double.POSITIVE_INFINITY)
                .arrivals(ArrivalKind.POISSON)
                .maxConcurrency(OptionalInt.of(maxInFlight))
                .build();
        return run.on(target, Phase.ONLY).with(Plan.of("warm-up", each, load, 1));
    }
}
