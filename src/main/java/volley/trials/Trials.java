package volley.trials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import volley.config.BadInputException;
import volley.config.Crossing;
import volley.config.GivenAs;
import volley.config.IoReason;
import volley.config.PlayedSimulation;
import volley.config.Repetition;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.Shard;
import volley.config.ShardSettings;
import volley.metrics.Targets;
import volley.os.FreshFolder;

/** The runs that are asked for when it is more than one: crossed parameters, iterations, or the search of a rate. */
public final class Trials {
    private static final int FAILED = 2;
    private final Properties given;
    private final PlayedSimulation simulation;
    private final List<SortedMap<String, String>> combinations;
    private final List<Settings> settings;

    private Trials(Properties given, PlayedSimulation simulation, List<SortedMap<String, String>> combinations) {
        this.given = given;
        this.simulation = simulation;
        this.combinations = combinations;
        this.settings = combinations.stream().map(this::read).toList();
    }

    /** Says of a bad value which list it is of: a thousand with a comma is one, too. */
    private Settings read(Map<String, String> crossed) {
        try {
            return SettingsReader.read(with(crossed), simulation.kind());
        } catch (BadInputException e) {
            String lists = crossed.entrySet().stream()
                    .filter(one -> e.getMessage().contains(GivenAs.setting(one.getKey(), one.getValue())))
                    .map(one -> " (" + GivenAs.setting(one.getKey(), given.getProperty("volley." + one.getKey()))
                            + " is a list, and makes a run of each value)")
                    .collect(Collectors.joining());
            throw lists.isEmpty() ? e : new BadInputException(e.getMessage() + lists);
        }
    }

    /**
     * Reads what is asked for, and checks every combination.
     *
     * @param simulation to repeat
     * @throws BadInputException for whatever the user can mend, before any run
     */
    public static Trials of(Properties systemProperties, PlayedSimulation simulation) {
        boolean search =
                !systemProperties.getProperty("volley.find-saturation", "").isEmpty();
        if (search && systemProperties.containsKey("volley.request-rate")) {
            throw new BadInputException(GivenAs.parameter("find-saturation") + " searches the rate; leave out "
                    + GivenAs.parameter("request-rate"));
        }
        Trials trials = new Trials(systemProperties, simulation, Crossing.combinations(systemProperties));
        if (trials.repetition().saturation().isPresent() && trials.combinations.size() > 1) {
            throw new BadInputException(GivenAs.parameter("find-saturation")
                    + " searches one rate; give each other parameter one value, not a list");
        }
        if (trials.combinations.size() > 1) {
            refuseWithShards(systemProperties, trials);
        }
        if (trials.comparesServers()
                && (trials.repetition().runsPerCombination() > 1
                        || trials.repetition().saturation().isPresent())) {
            throw new BadInputException("A comparison repeats its runs itself; give " + GivenAs.setting("repeats", "3")
                    + " in place of iterations, warmup, forks and find-saturation");
        }
        trials.settings.forEach(settings -> Targets.of(settings.slo()));
        return trials;
    }

    /** A part of a plan, or a start at a given time, is of one run: the second of a list would begin when the start is over. */
    private static void refuseWithShards(Properties given, Trials trials) {
        ShardSettings shards = trials.settings.get(0).shards();
        if (shards.isOneOfSeveral() || shards.startAt().isPresent()) {
            String list = trials.combinations.get(0).firstKey();
            throw new BadInputException(GivenAs.setting(list, given.getProperty("volley." + list))
                    + " is a list, and makes a run of each value, but "
                    + (shards.isOneOfSeveral()
                            ? GivenAs.parameter(Shard.PARAMETER) + " is a part of one run"
                            : GivenAs.parameter(ShardSettings.START_AT) + " is the start of one run")
                    + "; give one value");
        }
    }

    private Properties with(Map<String, String> crossed) {
        Properties one = new Properties();
        given.stringPropertyNames().forEach(name -> one.setProperty(name, given.getProperty(name)));
        crossed.forEach((name, value) -> one.setProperty("volley." + name, value));
        if (!one.getProperty("volley.find-saturation", "").isEmpty()) {
            // Any rate: what needs one, such as a ramp-up, is meant for those of the search.
            one.setProperty("volley.request-rate", "1");
        }
        return one;
    }

    private Repetition repetition() {
        return settings.get(0).repetition();
    }

    private boolean comparesServers() {
        return settings.get(0).comparesServers(simulation.kind());
    }

    /** Those of each combination. */
    public List<Settings> settings() {
        return settings;
    }

    /** Whether it is more than the one run that this process can make itself. */
    public boolean wanted() {
        return combinations.size() > 1
                || repetition().runsPerCombination() > 1
                || repetition().saturation().isPresent();
    }

    /**
     * Makes all runs, one after the other, and writes their common results.
     *
     * @param results Gatling's results folder
     * @return exit code: 0 if every run ended well and a search found a rate; a signal's if one stopped them
     * @throws BadInputException if a run ends without results
     */
    public int run(Path results) {
        String simulationClass = simulation.className();
        Path folder = settings.get(0).output().dryRun() ? results : folder(results);
        TrialProcess process = new TrialProcess(simulationClass, given);
        try {
            return repetition().saturation().isPresent()
                    ? search(process, folder, repetition().saturation().get())
                    : repeat(process, folder, simulationClass);
        } catch (SeriesStop.StoppedException e) {
            System.err.println("volley: " + e.getMessage());
            return e.exitCode();
        }
    }

    private Path folder(Path results) {
        try {
            return FreshFolder.create(results, simulation.mode() + "-trials", InstantSource.system());
        } catch (IOException e) {
            throw new BadInputException("the runs' folder cannot be made in " + results + " (" + IoReason.of(e)
                    + "); run where it can, or free the name");
        }
    }

    private int repeat(TrialProcess process, Path folder, String simulationClass) {
        List<Trial> trials = trials();
        System.out.println("Repeated runs of " + simulationClass + ": " + combinations.size() + " combination(s) x "
                + repetition().forks() + " fork(s) x (" + repetition().warmup() + " warm-up + "
                + repetition().iterations() + " measured), " + trials.size() + " runs in " + folder);
        if (settings.get(0).output().dryRun()) {
            trials.forEach(trial -> System.out.println("  " + trial.number() + "  " + trial.text()));
            return 0;
        }
        ScoreTable scores = new ScoreTable(simulationClass, repetition().warmup());
        CrossedRuns pages = new CrossedRuns(simulationClass);
        List<Integer> failed = new ArrayList<>();
        SortedSet<Integer> warm = new TreeSet<>();
        int made = 0;
        try (SeriesStop stop = new SeriesStop()) {
            try {
                for (Trial trial : trials) {
                    Settings ofTrial = settings.get(combinations.indexOf(trial.crossed()));
                    TrialProcess.Ended ended = process.run(trial.parameters(ofTrial), folderOf(folder, trial), stop);
                    String verdict = ended.exitCode() == 0 ? "" : ", FAILED";
                    if (ended.exitCode() != 0) {
                        failed.add(trial.number());
                    }
                    for (Path results : ended.results()) {
                        Trial part = trial.of(TrialPart.of(ended.gatlings(), results, comparesServers()));
                        TrialScores found = TrialScores.read(results);
                        if (!comparesServers()) {
                            System.out.println(line(trial.number(), trials.size(), part.text(), found, verdict));
                        }
                        if (found.notProvenCold()) {
                            warm.add(trial.number());
                        }
                        scores.add(part, found);
                        pages.add(part, results);
                    }
                    if (comparesServers()) {
                        System.out.println("[" + trial.number() + "/" + trials.size() + "] " + trial.text() + ": "
                                + ended.results().size() + " runs, compared in " + ended.gatlings() + verdict);
                    }
                    made++;
                }
            } finally {
                writeScores(folder, scores, remarks(made, trials.size(), failed, warm));
                pages.write(folder).ifPresent(System.out::println);
            }
        }
        return failed.isEmpty() ? 0 : FAILED;
    }

    /** What a reader of the scores must know: whether runs are missing, which failed, and which may have been warm. */
    private static String remarks(int made, int planned, List<Integer> failed, Set<Integer> warm) {
        String remarks = made == planned ? "" : "PARTIAL: " + made + " of " + planned + " runs were made.\n";
        if (!warm.isEmpty()) {
            remarks += "NOT PROVEN COLD, so with prefixes of other runs in the cache perhaps: run " + numbers(warm)
                    + ".\n";
        }
        return failed.isEmpty()
                ? remarks
                : remarks + "FAILED, by an objective that was missed or more failures than failure-budget, with their"
                        + " scores among these: run "
                        + numbers(failed) + ".\n";
    }

    private static String numbers(Collection<Integer> runs) {
        return runs.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static void writeScores(Path folder, ScoreTable scores, String remarks) {
        if (scores.isEmpty()) {
            return;
        }
        JmhReport report = scores.report();
        write(folder.resolve("jmh-result.json"), report.json());
        write(folder.resolve("jmh-result.txt"), report.table() + remarks);
        System.out.println("\n" + report.mainTable() + "\n" + remarks
                + "Main figures; all in jmh-result.txt and jmh-result.json in " + folder.toAbsolutePath());
    }

    /** All of them in the order in which they are made. */
    List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (SortedMap<String, String> crossed : combinations) {
            for (int fork = 1; fork <= repetition().forks(); fork++) {
                for (int i = 1; i <= repetition().warmup(); i++) {
                    trials.add(new Trial(trials.size() + 1, crossed, fork, true, i));
                }
                for (int i = 1; i <= repetition().iterations(); i++) {
                    trials.add(new Trial(trials.size() + 1, crossed, fork, false, i));
                }
            }
        }
        return trials;
    }

    private int search(TrialProcess process, Path folder, Repetition.Rates between) {
        int most = repetition().saturationSteps();
        System.out.println("Search of the highest request-rate between " + between.low() + " and " + between.high()
                + " turns/s that meets every objective, at most " + most + " runs in " + folder);
        if (settings.get(0).output().dryRun()) {
            return 0;
        }
        List<SaturationSearch.Step> made = new ArrayList<>();
        Optional<SaturationSearch.Result> whole = Optional.empty();
        try (SeriesStop stop = new SeriesStop()) {
            try {
                whole = Optional.of(SaturationSearch.search(between, most, rate -> {
                    boolean met = meets(process, folder, made.size() + 1, rate, stop);
                    made.add(new SaturationSearch.Step(rate, met));
                    return met;
                }));
            } finally {
                writeSearch(folder, whole.orElseGet(() -> SaturationSearch.soFar(made)), whole.isPresent());
            }
        }
        return whole.get().highestMet().isPresent() ? 0 : FAILED;
    }

    private boolean meets(TrialProcess process, Path folder, int number, double rate, SeriesStop stop) {
        Trial trial = new Trial(number, new TreeMap<>(Map.of("request-rate", String.valueOf(rate))), 1, false, 1);
        TrialProcess.Ended ended = process.run(trial.parameters(settings.get(0)), trialFolder(folder, number), stop);
        boolean met = ended.exitCode() == 0;
        System.out.println(line(
                number,
                repetition().saturationSteps(),
                "request-rate=" + rate,
                TrialScores.read(ended.results().get(0)),
                met ? ", met" : ", MISSED"));
        return met;
    }

    private static void writeSearch(Path folder, SaturationSearch.Result result, boolean complete) {
        if (result.steps().isEmpty()) {
            return;
        }
        write(folder.resolve(SaturationJson.FILE_NAME), SaturationJson.of(result, complete));
        System.out.println((complete ? "" : "PARTIAL, after " + result.steps().size() + " runs: ")
                + "Highest request-rate that met every objective: " + text(result.highestMet(), "none")
                + "; lowest that missed one: " + text(result.lowestMissed(), "none"));
    }

    private static String text(OptionalDouble rate, String none) {
        return rate.isPresent() ? rate.getAsDouble() + " turns/s" : none;
    }

    /** Warm-up runs have a name of their own, so that nobody takes them for measured ones. */
    private static Path folderOf(Path folder, Trial trial) {
        return trial.warmup()
                ? folder.resolve(String.format(Locale.ROOT, "warmup-%03d", trial.number()))
                : trialFolder(folder, trial.number());
    }

    /**
     * Where a run's results go in the folder of them all.
     *
     * @param number from 1
     */
    public static Path trialFolder(Path folder, int number) {
        return folder.resolve(String.format(Locale.ROOT, "trial-%03d", number));
    }

    private static String line(int number, int of, String what, TrialScores scores, String verdict) {
        String figures = Stream.of("ttft", "tpot", "e2e_latency", "output_throughput")
                .map(name -> scores.of(name).isPresent()
                        ? Optional.of(String.format(
                                Locale.ROOT, "%s %.2f", name, scores.of(name).getAsDouble()))
                        : Optional.<String>empty())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return "[" + number + "/" + of + "] " + what + ": " + figures + verdict;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be written: " + IoReason.of(e) + "; make the folder writable");
        }
    }
}
