package volley.report.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import volley.config.BadInputException;

/** Commands that work on the files of finished runs. */
@Command(
        name = "volley",
        description = "Reports of finished runs.",
        mixinStandardHelpOptions = true,
        subcommands = {ReportCommand.class, CompareCommand.class})
public final class Main {
    private static final int EXIT_BAD_INPUT = 2;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Bad input is one line on stderr and exit code 2. */
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof BadInputException) {
                command.getErr().println("volley: " + failure.getMessage());
                return EXIT_BAD_INPUT;
            }
            throw failure;
        });
    }
}
