package volley.report.page;

/** The file in a run's folder with the command that repeats the run. */
public final class CommandFile {
    public static final String NAME = "command.txt";

    private CommandFile() {}
}
