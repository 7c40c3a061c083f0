package volley.prepare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import volley.config.EngineConfiguration;
import volley.config.LoadSettings;
import volley.config.Settings;
import volley.config.SimulatedSettings;
import volley.config.ThinkSpread;
import volley.dataset.Conversation;
import volley.dataset.EncodedMedia;
import volley.dataset.Turn;
import volley.plan.Adapters;
import volley.plan.Plan;
import volley.simulator.Engines;

/** The plan in a few lines, for the console before anything is sent. */
public final class PlanText {
    private PlanText() {}

    public static String of(Preparation prepared) {
        Plan plan = prepared.plan();
        LoadSettings load = plan.load();
        return String.join(
                "\n",
                plan.mode() + prepared.phase().suffix() + ": "
                        + prepared.source().summary(),
                "Plan " + plan.hash(),
                "  server     "
                        + prepared.target().map(Target::description).orElseGet(() -> noServer(prepared.settings())),
                "  dataset    " + prepared.settings().workload().datasetName() + ", "
                        + plan.conversations().size() + " conversations, " + plan.turns() + " turns"
                        + filtered(prepared),
                "  tokens     " + range(plan.conversations(), "prompt") + "; " + range(plan.conversations(), "output"),
                prepared.source()
                                .lengths()
                                .map(lengths -> "  lengths    " + lengths.describe() + "\n")
                                .orElse("")
                        + media(prepared) + "  arrivals   " + arrivals(prepared) + ", " + name(load.order())
                        + " order, "
                        + name(load.pacing()) + " pacing, "
                        + (load.maxConcurrency().isPresent()
                                ? "at most " + load.maxConcurrency().getAsInt() + " in flight"
                                : "no concurrency limit")
                        + (load.thinkTime().isZero()
                                ? ""
                                : ", " + load.thinkTime().toNanos() / 1e9 + " s to think"
                                        + (load.thinkSpread().kind() == ThinkSpread.Kind.CONSTANT
                                                ? ""
                                                : " on average ("
                                                        + name(load.thinkSpread()
                                                                .kind()) + ")"))
                        + load.limit()
                                .map(limit -> ", for " + limit.duration().toNanos() / 1e9 + " s at most")
                                .orElse(""),
                "  seed       " + plan.seed() + adapters(plan) + ShardText.line(plan));
    }

    /** How many conversations ask for each of several adapters. */
    private static String adapters(Plan plan) {
        List<String> names = plan.load().lora().names();
        if (!plan.load().lora().isMixed()) {
            return "";
        }
        int[] counts = new int[names.size()];
        Arrays.stream(Adapters.byConversation(plan)).forEach(adapter -> counts[adapter]++);
        return "\n  adapters   "
                + IntStream.range(0, counts.length)
                        .mapToObj(i -> names.get(i) + " " + counts[i])
                        .collect(Collectors.joining(", "))
                + " (conversations, " + name(plan.load().lora().distribution()) + ")";
    }

    /** Of the rates of a sweep: the first whole, of the others what differs. */
    public static String ofAll(List<Preparation> rates) {
        return IntStream.range(0, rates.size())
                .mapToObj(rate -> rate == 0 ? of(rates.get(rate)) : further(rates.get(rate)))
                .collect(Collectors.joining("\n"));
    }

    /** The same in a line, for a rate of a sweep that differs from the one before in nothing but its texts. */
    private static String further(Preparation prepared) {
        return "Plan " + prepared.plan().hash() + prepared.phase().suffix() + ": "
                + prepared.source()
                        .lengths()
                        .map(lengths -> "the same turns with other texts, " + lengths.describe())
                        .orElseGet(() -> prepared.plan().conversations().size() + " conversations, "
                                + prepared.plan().turns() + " turns");
    }

    private static String noServer(Settings settings) {
        String endpoints = settings.comparison().endpoints().stream()
                .map(endpoint -> endpoint.name() + " at " + endpoint.baseUrl())
                .collect(Collectors.joining(", "));
        if (!endpoints.isEmpty()) {
            return endpoints + (settings.output().dryRun() ? " (not asked: this is a dry run)" : "");
        }
        return settings.output().dryRun()
                ? "none: this is a dry run"
                : (settings.simulated().virtual() ? "none: SIMULATED in virtual time, " : "SIMULATED in this process, ")
                        + settings.simulated().configurations().stream()
                                .map(EngineConfiguration::label)
                                .reduce((all, next) -> all + ", " + next)
                                .map(all -> "the engine as " + all)
                                .orElseGet(() -> engine(settings.simulated()));
    }

    private static String engine(SimulatedSettings simulated) {
        return simulated.virtual() ? Engines.describeVirtual(simulated.engine()) : Engines.describe(simulated.engine());
    }

    private static String filtered(Preparation prepared) {
        return " (" + prepared.source().dataset().filtered().describe() + ")";
    }

    /** A line on how media are sent, if there are some. */
    private static String media(Preparation prepared) {
        List<EncodedMedia> sent = prepared.plan().conversations().stream()
                .flatMap(conversation -> conversation.turns().stream())
                .flatMap(turn -> turn.media().stream())
                .toList();
        if (sent.isEmpty()) {
            return "";
        }
        IntSummaryStatistics frames =
                sent.stream().mapToInt(EncodedMedia::frames).summaryStatistics();
        return "  media      " + sent.get(0).identity().lines().findFirst().orElse("") + ", " + frames.getMin() + " to "
                + frames.getMax() + " frames or images a conversation, kept in "
                + sent.get(0).parts().getParent() + "\n";
    }

    private static String arrivals(Preparation prepared) {
        if (prepared.plan().precedence().exists()
                && prepared.source().dataset().arrivalsNs().isPresent()) {
            return String.format(
                    Locale.ROOT,
                    "each session's first at its time in the trace, within %.1f s (slowed down %s times); the others %s",
                    prepared.plan().precedence().lastRootNs() / 1e9,
                    prepared.settings().trace().slowDown(),
                    prepared.settings().trace().thinkSeconds().isPresent()
                            ? prepared.settings().trace().thinkSeconds().getAsDouble() + " s behind their answers"
                            : "behind the answers they wait for and the trace's think time");
        }
        if (prepared.source().dataset().arrivalsNs().isPresent()) {
            long[] arrivalsNs = prepared.plan().arrivalsNs();
            double slowDown = prepared.settings().trace().slowDown();
            return String.format(
                    Locale.ROOT,
                    "the trace's, over %.1f s%s",
                    arrivalsNs[arrivalsNs.length - 1] / 1e9,
                    slowDown == 1 ? "" : " (slowed down " + rate(slowDown) + " times)");
        }
        LoadSettings load = prepared.plan().load();
        return Double.isInfinite(load.requestsPerSecond())
                ? (prepared.plan().precedence().exists()
                        ? "each as soon as those are answered that it waits for"
                        : "all at once")
                : rate(load.requestsPerSecond()) + " turns/s, " + name(load.arrivals());
    }

    /** A rate or a factor: four digits are more than a reader compares. */
    private static String rate(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
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
