package volley.gatling;

import java.util.List;
import java.util.Locale;
import volley.config.Settings;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.plan.Plan;
import volley.simulator.Engines;

/** The plan in a few lines, for the console before anything is sent. */
final class PlanText {
    private PlanText() {}

    static String of(Preparation prepared) {
        Plan plan = prepared.plan();
        Settings.Load load = plan.load();
        return String.join(
                "\n",
                "Plan " + plan.hash(),
                "  server     "
                        + prepared.target().map(Target::description).orElseGet(() -> noServer(prepared.settings())),
                "  dataset    " + prepared.settings().workload().datasetName() + ", "
                        + plan.conversations().size() + " conversations, " + plan.turns() + " turns"
                        + filtered(prepared),
                "  tokens     " + range(plan.conversations(), "prompt") + "; " + range(plan.conversations(), "output"),
                "  arrivals   " + arrivals(load) + ", " + name(load.order()) + " order, "
                        + name(load.pacing()) + " pacing, "
                        + (load.maxConcurrency().isPresent()
                                ? "at most " + load.maxConcurrency().getAsInt() + " in flight"
                                : "no concurrency limit"),
                "  seed       " + plan.seed());
    }

    private static String noServer(Settings settings) {
        return settings.output().dryRun()
                ? "none: this is a dry run"
                : "none: SIMULATED in virtual time, "
                        + Engines.describe(settings.simulated().engine());
    }

    private static String filtered(Preparation prepared) {
        return " (" + prepared.dataset().filtered().describe() + ")";
    }

    private static String arrivals(Settings.Load load) {
        return Double.isInfinite(load.requestsPerSecond())
                ? "all at once"
                : load.requestsPerSecond() + " turns/s, " + name(load.arrivals());
    }

    private static String range(List<Conversation> conversations, String what) {
        var statistics = conversations.stream()
                .flatMap(conversation -> conversation.turns().stream())
                .mapToInt(what.equals("prompt") ? Turn::promptTokens : Turn::outputTokens)
                .summaryStatistics();
        return String.format(
                Locale.ROOT,
                "%s %d to %d a turn, %.0f on average",
                what,
                statistics.getMin(),
                statistics.getMax(),
                statistics.getAverage());
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
