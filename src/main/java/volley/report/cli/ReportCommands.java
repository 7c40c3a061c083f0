package volley.report.cli;

import java.util.List;

/** All commands on finished runs, for {@code bin/volley}. */
public final class ReportCommands {
    private ReportCommands() {}

    /** New ones, for a picocli command line, under the names they declare. */
    public static List<Object> all() {
        return List.of(new ReportCommand(), new CompareCommand());
    }
}
