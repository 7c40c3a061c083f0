package volley.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The runs of {@link ClientSuite} as Markdown: a table for each work, a line for each client, medians and ranges of the rounds. */
final class ClientTable {
    private static final String NOTES =
            """

            Start is from the command to the first measured request's arrival, end from the last byte of the last answer to the
            command's exit. Of the requests that came, the last N are measured, N being the number that was asked for; those before
            are the client's own tests and warm-up. TTFT error is the client's TTFT minus the server's (first token handed
            over - request read): the way both ways is in it. Gap error is |client's gap - server's gap| of the same two tokens;
            the difference of the 99th percentiles is there for clients that keep no single gaps, too. Memory is the largest sum
            of proportional set sizes of the command and its descendants; CPU time is theirs. A figure that is not there
            cannot be had of that client.
            """;

    private ClientTable() {}

    /** @param runs in any order; works come in theirs, clients as they come first */
    static String of(Collection<ClientRun> runs) {
        StringBuilder text = new StringBuilder();
        for (ClientWork work : ClientWork.values()) {
            Map<String, List<ClientRun>> ofWork = new LinkedHashMap<>();
            for (ClientRun run : runs) {
                if (run.work() == work) {
                    ofWork.computeIfAbsent(run.tool(), tool -> new ArrayList<>())
                            .add(run);
                }
            }
            if (!ofWork.isEmpty()) {
                text.append(text.length() == 0 ? "" : "\n")
                        .append("### ")
                        .append(work.description())
                        .append('\n')
                        .append(dryRun(ofWork));
                if (work == ClientWork.PROBE) {
                    probes(text, ofWork);
                } else {
                    figures(text, ofWork);
                }
            }
        }
        return text.append(NOTES).toString();
    }

    private static String dryRun(Map<String, List<ClientRun>> runs) {
        boolean scaled = runs.values().stream().flatMap(List::stream).anyMatch(run -> run.scale() != 1);
        return scaled ? "A dry run with fewer requests: its figures say nothing.\n\n" : "\n";
    }

    private static void probes(StringBuilder text, Map<String, List<ClientRun>> runs) {
        text.append("| client | version | first token | gaps of an answer of 4 texts after 2 of reasoning | end |\n")
                .append("|---|---|---|---|---|\n");
        runs.forEach((tool, ofTool) -> {
            ClientRun last = ofTool.get(ofTool.size() - 1);
            text.append("| " + tool + " | " + last.version() + " | " + last.firstToken() + " |\n");
        });
    }

    private static void figures(StringBuilder text, Map<String, List<ClientRun>> runs) {
        Set<ClientFigure> columns = new LinkedHashSet<>();
        for (ClientFigure figure : ClientFigure.values()) {
            if (runs.values().stream().flatMap(List::stream).anyMatch(run -> run.figures()
                    .containsKey(figure))) {
                columns.add(figure);
            }
        }
        text.append("| client | rounds |");
        columns.forEach(column -> text.append(' ').append(column.heading()).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(columns.size())).append('\n');
        runs.forEach((tool, all) -> {
            List<ClientRun> ended =
                    all.stream().filter(run -> run.exitCode() == 0).toList();
            text.append("| ")
                    .append(tool)
                    .append(' ')
                    .append(all.get(all.size() - 1).version())
                    .append(" | ")
                    .append(ended.size());
            if (ended.size() < all.size()) {
                text.append(" (").append(all.size() - ended.size()).append(" failed)");
            }
            text.append(" |");
            columns.forEach(
                    column -> text.append(' ').append(cell(column, ended)).append(" |"));
            text.append('\n');
        });
    }

    /** The median, and the range if there is more than one value. */
    private static String cell(ClientFigure figure, List<ClientRun> runs) {
        double[] values = Percentile.sorted(runs.stream()
                .filter(run -> run.figures().containsKey(figure))
                .map(run -> run.figures().get(figure))
                .toList());
        if (values.length == 0) {
            return "";
        }
        String low = figure.text(values[0]);
        String high = figure.text(values[values.length - 1]);
        String median = figure.text(Percentile.median(values));
        return low.equals(high) ? median : median + " (" + low + " to " + high + ")";
    }
}
