package volley.play;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import volley.metrics.Targets;
import volley.prepare.SweepOnServers;
import volley.report.compare.RateStudy;
import volley.report.compare.RecordedRates;
import volley.report.compare.RunUnit;
import volley.report.compare.ServerRun;
import volley.report.summary.SweepTable;
import volley.results.ComparisonReports;
import volley.results.SweepReports;

/** What is written when the runs of a sweep are over: each run's results, the rates side by side, and servers compared. */
public final class SweepEnd {
    private final Optional<SweepOnServers> servers;
    /** By the folder of the run. */
    private final Map<String, SweepTable.Row> rows = new LinkedHashMap<>();

    private final Consumer<String> say;

    /**
     * @param servers empty: all rates on one server
     * @param say receives what is for the console
     */
    public SweepEnd(Optional<SweepOnServers> servers, Consumer<String> say) {
        this.servers = servers;
        this.say = say;
    }

    /** Writes the results of a run; runs come in the order in which they were played. */
    public void accept(Playing run) {
        PlayedResults played = run.results();
        run.writeResults(table -> {
            if (servers.isEmpty()) {
                say.accept(
                        played.began()
                                ? table
                                : run.prepared().plan().mode() + run.phase().suffix()
                                        + ": stopped before its first turn");
            }
        });
        double rate = run.prepared().settings().load().requestsPerSecond();
        String folder = run.phase().folder();
        String own = folder.substring(folder.lastIndexOf('/') + 1);
        rows.put(folder, new SweepTable.Row(rate, own, played.figures(), played.notes()));
    }

    /**
     * Writes what is made of all runs.
     *
     * @param folder Gatling's of all of them
     * @param cancelled whether a signal ended them
     */
    public void write(Path folder, boolean cancelled) {
        if (servers.isEmpty()) {
            if (rows.size() > 1) {
                SweepReports.write(new SweepTable(List.copyOf(rows.values())), folder, say);
            }
            return;
        }
        SweepOnServers sweep = servers.get();
        for (String server : sweep.servers()) {
            List<SweepTable.Row> own = sweep.runs().stream()
                    .filter(run -> run.server().equals(server) && run.repeat() == 1)
                    .map(run -> rows.get(run.phase().folder()))
                    .filter(Objects::nonNull)
                    .toList();
            if (own.size() > 1) {
                say.accept(server + ", its first run at each rate:");
                SweepReports.write(new SweepTable(own), folder.resolve(server), say);
            }
        }
        compare(sweep, folder, cancelled);
    }

    private void compare(SweepOnServers sweep, Path folder, boolean cancelled) {
        if (cancelled) {
            ComparisonReports.writeOfStopped(
                    folder, sweep.folders(folder, 0), sweep.rule(), comparedAt(sweep, 0, "first rate"), say);
            return;
        }
        SortedMap<Double, List<ServerRun>> byRate = new TreeMap<>();
        List<Integer> rising = new ArrayList<>();
        for (int rate = 0; rate < sweep.rates().size(); rate++) {
            if (Double.isFinite(sweep.requestsPerSecond(rate))) {
                byRate.put(sweep.requestsPerSecond(rate), sweep.folders(folder, rate));
                rising.add(rate);
            }
        }
        rising.sort((one, other) -> Double.compare(sweep.requestsPerSecond(one), sweep.requestsPerSecond(other)));
        RateStudy study = RateStudy.of(
                byRate.size() > 1 ? RecordedRates.curves(byRate) : List.of(),
                RunUnit.REPEAT,
                Targets.of(sweep.rates().get(0).settings().slo()),
                sweep.rates().get(0).settings().comparison().gpuHourPrice());
        boolean keepUp = study.highestThatAllKeepUpWith().isPresent();
        int compared = rising.isEmpty()
                ? 0
                : rising.get(study.highestThatAllKeepUpWith().orElse(0));
        ComparisonReports.write(
                folder,
                sweep.folders(folder, compared),
                sweep.rule(),
                study,
                comparedAt(sweep, compared, keepUp ? "highest rate with which all keep up" : "lowest rate"),
                say);
    }

    private static List<String> comparedAt(SweepOnServers sweep, int rate, String which) {
        return sweep.rates().size() == 1
                ? List.of()
                : List.of("requests are compared at " + RateStudy.rate(sweep.requestsPerSecond(rate)) + " turns/s, the "
                        + which);
    }
}
