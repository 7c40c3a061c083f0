package volley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import volley.report.compare.Comparison;
import volley.report.compare.Difference;
import volley.report.compare.ServerRun;
import volley.report.compare.Verdict;

/**
 * How often two equal servers are told apart: the runs of one long comparison are parted into many short ones, each judged by
 * itself. {@code FalseAlarms FOLDER RUNS}: folder of a comparison of two servers, runs of each in a short one.
 */
public final class FalseAlarms {
    private FalseAlarms() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int runs = Integer.parseInt(args[1]);
        List<Comparison> comparisons = comparisons(folder, runs);
        List<Difference> figures = comparisons.stream()
                .flatMap(each -> each.differences().stream())
                .toList();
        System.out.printf(
                Locale.ROOT,
                "%d comparisons of %d runs each: %d called a figure real; of %d figures %d were shown to be equal%n",
                comparisons.size(),
                runs,
                comparisons.stream().filter(FalseAlarms::isAlarm).count(),
                figures.size(),
                figures.stream()
                        .filter(each -> each.verdict() == Verdict.NO_DIFFERENCE_THAT_MATTERS)
                        .count());
        all(folder);
    }

    /**
     * The short comparisons of a long one of servers {@code a} and {@code b}, by the rule that is the default.
     *
     * @param folder of the long one
     * @param runs of each server in a short one
     */
    public static List<Comparison> comparisons(Path folder, int runs) {
        List<Comparison> all = new ArrayList<>();
        for (int first = 1; isThere(folder, first + runs - 1); first += runs) {
            List<ServerRun> some = new ArrayList<>();
            for (int run = first; run < first + runs; run++) {
                some.add(new ServerRun("a", folder.resolve("a-" + run)));
                some.add(new ServerRun("b", folder.resolve("b-" + run)));
            }
            all.add(Comparison.of(some, Comparison.Rule.DEFAULT, List.of()));
        }
        return all;
    }

    /** Whether it calls any of its figures really different. */
    public static boolean isAlarm(Comparison comparison) {
        return comparison.differences().stream().anyMatch(Difference::real);
    }

    private static boolean isThere(Path folder, int run) {
        return Files.exists(folder.resolve("b-" + run).resolve("summary.json"));
    }

    /** What the comparison itself says of all runs. */
    private static void all(Path folder) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("comparison.json"))) {
            if (line.contains("\"sentence\"")) {
                System.out.println(line.strip());
            }
        }
    }
}
