package volley.gatling;

import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.commons.util.Clock;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import scala.Option;
import scala.collection.immutable.List;
import scala.jdk.javaapi.CollectionConverters;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.metrics.Objective;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TurnRecord;
import volley.play.RequestStatistics;

/**
 * The side of Gatling that takes figures. Each request is logged once, as E2E, inside the groups TTFT and TPOT: so each
 * of the three has its percentiles and its page in the report, and Global counts each request once. Gatling keeps whole
 * milliseconds.
 */
public final class GatlingStatistics implements RequestStatistics {
    /** Name of the group that has all turns of a simulation with other scenarios beside. */
    static final String TURNS = "Volley turns";

    private static final List<String> NO_GROUP = groups();

    private final StatsEngine stats;
    private final Clock clock;
    private final Executor threads;
    private final List<String> ttft;
    private final List<String> ttftTpot;
    private final Optional<List<String>> turns;
    private final String suffix;
    private final boolean streamed;
    private final long epochMs;
    private final long originNs;

    /**
     * @param streamed whether answers are streams: others have no TTFT and no TPOT
     * @param apart whether the turns are a group of their own too, to be told from other scenarios' requests
     * @param suffix put behind the names, so that each rate of a sweep has rows of its own
     */
    GatlingStatistics(ScenarioContext context, boolean streamed, boolean apart, String suffix) {
        this.ttft = groups("TTFT" + suffix);
        this.ttftTpot = groups("TTFT" + suffix, "TPOT" + suffix);
        this.suffix = suffix;
        this.turns = apart ? Optional.of(groups(TURNS + suffix)) : Optional.empty();
        this.stats = context.coreComponents().statsEngine();
        this.threads = context.coreComponents().actorSystem().executionContext();
        this.streamed = streamed;
        this.clock = context.coreComponents().clock();
        this.epochMs = clock.nowMillis();
        this.originNs = System.nanoTime();
    }

    @Override
    public Executor threads() {
        return threads;
    }

    @Override
    public void log(String scenario, TurnRecord record, RequestFigures figures) {
        Exchange exchange = record.exchange();
        boolean ok = record.outcome() == Outcome.OK;
        Status status = ok ? OK$.MODULE$ : KO$.MODULE$;
        long startMs = epochMs(exchange.sentNs());
        long endMs = ok ? epochMs(exchange.sentNs() + figures.get(RequestMetric.E2E)) : epochMs(exchange.endNs());
        stats.logResponse(
                scenario,
                streamed ? ttftTpot : NO_GROUP,
                "E2E turn " + (record.turn() + 1) + suffix,
                startMs,
                Math.max(startMs, endMs),
                status,
                exchange.httpStatus() == 0 ? Option.empty() : Option.apply(String.valueOf(exchange.httpStatus())),
                ok ? Option.empty() : Option.apply(record.outcome().id() + ": " + exchange.error()));
        long turnNs = Math.max(0, exchange.endNs() - exchange.sentNs());
        turns.ifPresent(group -> logGroup(scenario, group, startMs, turnNs, status));
        logGroup(scenario, ttftTpot, startMs, figures.get(RequestMetric.TPOT), status);
        logGroup(scenario, ttft, startMs, figures.get(RequestMetric.TTFT), status);
    }

    /** For its assertion, if it has a figure; no time passes by it. */
    @Override
    public void log(String scenario, Objective.Verdict verdict) {
        OptionalInt figure = ObjectiveAssertions.figure(verdict);
        if (figure.isEmpty()) {
            return;
        }
        long nowMs = clock.nowMillis();
        List<String> group = groups(ObjectiveAssertions.name(verdict.objective(), suffix));
        Status status = verdict.met() ? OK$.MODULE$ : KO$.MODULE$;
        stats.logGroupEnd(scenario, new GroupBlock(group, nowMs, figure.getAsInt(), status), nowMs);
    }

    private void logGroup(String scenario, List<String> groups, long startMs, long valueNs, Status status) {
        if (valueNs != RequestFigures.ABSENT) {
            int valueMs = Math.toIntExact(Math.round(valueNs / (double) TimeUnit.MILLISECONDS.toNanos(1)));
            stats.logGroupEnd(scenario, new GroupBlock(groups, startMs, valueMs, status), startMs + valueMs);
        }
    }

    private long epochMs(long timeNs) {
        return epochMs + TimeUnit.NANOSECONDS.toMillis(timeNs - originNs);
    }

    private static List<String> groups(String... names) {
        return CollectionConverters.asScala(java.util.List.of(names)).toList();
    }
}
