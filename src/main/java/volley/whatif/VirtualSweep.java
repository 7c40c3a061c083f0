package volley.whatif;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
        VirtualAnswers answers = answers(rate);
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
                    + Engines.describeVirtual(
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
                rising.isEmpty() ? List.of() : curves(rising), rates.get(0).settings());
        Preparation compared = rates.size() == 1 || rising.isEmpty()
                ? rates.get(0)
                : rising.size() == 1
                        ? rising.get(0)
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

    /** A rate, and the place of the sweep's own whose conversations it has. */
    private record Point(double requestsPerSecond, int own) {}

    /** The sweep's rates; of a single one the parts of it at which a plan of one rate is looked at. */
    private static List<Point> points(List<Preparation> rising) {
        return rising.size() > 1
                ? IntStream.range(0, rising.size())
                        .mapToObj(i -> new Point(rising.get(i).settings().load().requestsPerSecond(), i))
                        .toList()
                : VirtualRates.lower(rising.get(0))
                        .mapToObj(lower -> new Point(lower, 0))
                        .toList();
    }

    private List<RateCurve> curves(List<Preparation> rising) {
        List<Point> points = points(rising);
        List<List<RatePoint>> byRate = points.parallelStream()
                .map(point -> {
                    Preparation own = rising.get(point.own());
                    VirtualAnswers answers = answers(own);
                    return configurations.stream()
                            .map(configuration -> at(point.requestsPerSecond(), own, answers, configuration))
                            .toList();
                })
                .toList();
        List<RateCurve> curves = configurations.stream()
                .map(configuration -> new RateCurve(
                        configuration.label(),
                        byRate.stream()
                                .map(each -> each.get(configurations.indexOf(configuration)))
                                .toList()))
                .toList();
        return further(curves, points, rising);
    }

    /**
     * With what each carries looked for between the rates, by conversations of the first rate that it does not carry. The
     * texts of one rate are tokenized at a time.
     */
    private List<RateCurve> further(List<RateCurve> curves, List<Point> points, List<Preparation> rising) {
        boolean objectives = !rates.get(0).targets().objectives().isEmpty();
        RateCurve[] all = curves.toArray(RateCurve[]::new);
        for (int place = 0; place < rising.size(); place++) {
            Preparation missed = rising.get(place);
            int own = place;
            int[] missing = IntStream.range(0, all.length)
                    .filter(curve -> firstMissed(curves.get(curve), points, objectives) == own)
                    .toArray();
            if (missing.length > 0) {
                VirtualAnswers answers = answers(missed);
                Arrays.stream(missing).parallel().forEach(curve -> {
                    List<RatePoint> known = curves.get(curve).points();
                    all[curve] = new RateCurve(
                            curves.get(curve).server(),
                            known,
                            CarriedRate.search(
                                    known,
                                    point -> point.carries(objectives),
                                    rate -> at(rate, missed, answers, configurations.get(curve))));
                });
            }
        }
        return List.of(all);
    }

    /** Place of the rate; -1 if it carries all of them. */
    private static int firstMissed(RateCurve curve, List<Point> points, boolean objectives) {
        return IntStream.range(0, points.size())
                .filter(i -> !curve.points().get(i).carries(objectives))
                .map(i -> points.get(i).own())
                .findFirst()
                .orElse(-1);
    }

    private static VirtualAnswers answers(Preparation rate) {
        return VirtualRun.answers(rate, rate.settings().simulated().engine());
    }

    private static RatePoint at(
            double requestsPerSecond, Preparation own, VirtualAnswers answers, EngineConfiguration configuration) {
        return VirtualRates.point(
                own.at(requestsPerSecond),
                answers,
                configuration.of(own.settings().simulated().engine()),
                rateSeeds(own));
    }

    /** Of one rate. The first repeat is the sweep's own run; the others are made here, beside it. */
    private List<ServerRun> folders(Preparation rate) {
        SimulatedEngine engine = rate.settings().simulated().engine();
        VirtualAnswers answers = answers(rate);
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
