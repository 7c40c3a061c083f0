package volley.whatif;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import volley.config.ComparisonSettings;
import volley.config.EngineConfiguration;
import volley.config.Settings;
import volley.config.SimulatedEngine;
import volley.dataset.SlowProgress;
import volley.prepare.Phase;
import volley.prepare.Preparation;
import volley.report.compare.Comparison;
import volley.report.compare.RateCurve;
import volley.report.compare.RatePoint;
import volley.report.compare.RateStudy;
import volley.report.compare.RunUnit;
import volley.report.compare.ServerRun;
import volley.report.compare.SmallestEffect;
import volley.report.line.MultiturnLine;
import volley.report.line.RoundFigures;
import volley.report.summary.SweepTable;
import volley.results.ComparisonReports;
import volley.results.SweepReports;
import volley.simulator.Engines;

/**
 * The rates of a sweep in virtual time, each on every configuration of the engine that is asked for. Rates are computed at
 * once, as many as there are processors; a rate's texts are tokenized once for all configurations. What is written and
 * printed is in the order of the rates.
 */
public final class VirtualSweep {
    private final List<Preparation> rates;
    /** Empty: the engine as it is, whose results stand in the run's folder itself. */
    private final List<EngineConfiguration> configurations;

    private final Path folder;

    private VirtualSweep(List<Preparation> rates, Path folder) {
        this.rates = rates;
        this.configurations = rates.get(0).settings().simulated().configurations();
        this.folder = folder;
    }

    /**
     * Computes all runs and writes and prints their results.
     *
     * @param rates the sweep's
     * @param folder the run's
     */
    public static List<VirtualRun.Computed> run(List<Preparation> rates, Path folder) {
        return new VirtualSweep(rates, folder).run();
    }

    private List<VirtualRun.Computed> run() {
        Settings settings = rates.get(0).settings();
        int engines = Math.max(1, configurations.size());
        List<List<VirtualRun.Computed>> byRate;
        try (SlowProgress progress = SlowProgress.of(
                "Computing",
                (long) rates.size() * engines,
                " runs",
                settings.output().progressBars())) {
            byRate = rates.parallelStream()
                    .map(rate -> onEveryEngine(rate, progress))
                    .toList();
        }
        List<VirtualRun.Computed> all = new ArrayList<>();
        for (int engine = 0; engine < engines; engine++) {
            int column = engine;
            List<VirtualRun.Computed> runs =
                    byRate.stream().map(each -> each.get(column)).toList();
            publish(column, runs);
            all.addAll(runs);
        }
        if (engines > 1) {
            compare();
        }
        return all;
    }

    private List<VirtualRun.Computed> onEveryEngine(Preparation rate, SlowProgress progress) {
        VirtualAnswers answers =
                VirtualRun.answers(rate, rate.settings().simulated().engine());
        List<VirtualRun.Computed> computed = new ArrayList<>();
        if (configurations.isEmpty()) {
            computed.add(compute(rate, answers, tag(rate)));
            progress.step(1);
        }
        for (EngineConfiguration configuration : configurations) {
            Preparation on = rate.on(
                    configuration.of(rate.settings().simulated().engine()),
                    rate.phase().on(configuration.label()));
            String tag = (tag(rate).orElse("") + " " + configuration.label()).strip();
            computed.add(compute(on, answers, Optional.of(tag)));
            progress.step(1);
        }
        return computed;
    }

    private static Optional<String> tag(Preparation rate) {
        return rate.settings().generated().dialogues().tag();
    }

    private VirtualRun.Computed compute(Preparation run, VirtualAnswers answers, Optional<String> tag) {
        RoundFigures rounds = new RoundFigures();
        boolean barrier = run.settings().load().roundBarrier();
        return VirtualRun.compute(
                run,
                answers,
                folder.resolve(run.phase().folder()),
                new MultiturnLine(tag, barrier ? Optional.of(rounds) : Optional.empty()),
                rounds::accept);
    }

    /** Appends and prints what one engine gave: all of it if it is the only one, else the table of its rates. */
    private void publish(int engine, List<VirtualRun.Computed> runs) {
        runs.forEach(run -> run.publish(configurations.size() > 1 ? text -> {} : System.out::println));
        Path own = folder;
        if (!configurations.isEmpty()) {
            EngineConfiguration configuration = configurations.get(engine);
            own = folder.resolve(configuration.label());
            System.out.println(configuration.label() + ": "
                    + Engines.describe(
                            configuration.of(rates.get(0).settings().simulated().engine())));
        }
        List<SweepTable.Row> rows = IntStream.range(0, rates.size())
                .mapToObj(rate -> new SweepTable.Row(
                        requestsPerSecond(rate),
                        rates.get(rate).phase().folder(),
                        runs.get(rate).figures(),
                        List.of(VirtualRun.NOTE)))
                .toList();
        if (rows.size() > 1) {
            SweepReports.write(new SweepTable(rows), own, System.out::println);
        } else if (configurations.size() > 1) {
            System.out.println(new SweepTable(rows).consoleText());
        }
    }

    private double requestsPerSecond(int rate) {
        return rates.get(rate).settings().load().requestsPerSecond();
    }

    /**
     * The configurations over all rates, and request by request at the highest rate with which each keeps up, else at the
     * lowest: at higher ones, how long a queue gets depends on when the run ends.
     */
    private void compare() {
        List<Preparation> rising = rates.stream()
                .filter(rate -> Double.isFinite(rate.settings().load().requestsPerSecond()))
                .sorted(Comparator.comparingDouble(
                        rate -> rate.settings().load().requestsPerSecond()))
                .toList();
        RateStudy study = VirtualRates.study(
                rising.size() > 1 ? curves(rising) : List.of(), rates.get(0).settings());
        Preparation compared = rising.isEmpty()
                ? rates.get(0)
                : rising.get(study.highestThatAllKeepUpWith().orElse(0));
        List<String> notes = new ArrayList<>(List.of(VirtualRun.NOTE));
        if (rates.size() > 1) {
            notes.add("requests are compared at "
                    + RateStudy.rate(compared.settings().load().requestsPerSecond()) + " turns/s, the "
                    + (study.highestThatAllKeepUpWith().isPresent()
                            ? "highest rate with which all keep up"
                            : "lowest rate"));
        }
        ComparisonSettings asked = compared.settings().comparison();
        ComparisonReports.write(
                folder,
                folders(compared),
                new Comparison.Rule(
                        compared.isDrawn() ? RunUnit.SEED : RunUnit.STRETCH,
                        new SmallestEffect(asked.smallestPercent(), asked.smallestTtftMs())),
                study,
                notes,
                System.out::println);
    }

    private static int seeds(Preparation rate) {
        return rate.isDrawn() ? rate.settings().comparison().repeats() : 1;
    }

    private static int rateSeeds(Preparation rate) {
        return rate.isDrawn() ? rate.settings().comparison().rateSeeds() : 1;
    }

    private List<RateCurve> curves(List<Preparation> rising) {
        List<List<RatePoint>> byRate = rising.parallelStream()
                .map(rate -> {
                    SimulatedEngine engine = rate.settings().simulated().engine();
                    VirtualAnswers answers = VirtualRun.answers(rate, engine);
                    return configurations.stream()
                            .map(configuration ->
                                    VirtualRates.point(rate, answers, configuration.of(engine), rateSeeds(rate)))
                            .toList();
                })
                .toList();
        return configurations.stream()
                .map(configuration -> new RateCurve(
                        configuration.label(),
                        byRate.stream()
                                .map(points -> points.get(configurations.indexOf(configuration)))
                                .toList()))
                .toList();
    }

    /** Of one rate. The first repeat is the sweep's own run; the others are made here, beside it. */
    private List<ServerRun> folders(Preparation rate) {
        SimulatedEngine engine = rate.settings().simulated().engine();
        VirtualAnswers answers = VirtualRun.answers(rate, engine);
        List<ServerRun> folders = new ArrayList<>();
        for (EngineConfiguration configuration : configurations) {
            Phase own = rate.phase().on(configuration.label());
            folders.add(new ServerRun(configuration.label(), folder.resolve(own.folder())));
            for (int repeat = 2; repeat <= seeds(rate); repeat++) {
                Phase place = new Phase(
                        own.suffix() + " run " + repeat, configuration.label() + "/repeats/" + repeat, own.place());
                Preparation run =
                        rate.drawnFrom(rate.plan().seed() + repeat - 1).on(configuration.of(engine), place);
                compute(run, answers, Optional.empty());
                folders.add(new ServerRun(configuration.label(), folder.resolve(place.folder())));
            }
        }
        return folders;
    }
}
