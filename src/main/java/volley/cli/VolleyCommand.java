package volley.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import volley.config.BadInputException;
import volley.report.cli.ReportCommands;

/** {@code bin/volley}. Exit codes: those of the run, 64 for bad input. */
public final class VolleyCommand {
    private static final String SIMULATED = "simulated";
    private static final String PROPERTY = "-D";
    /** EX_USAGE of sysexits.h, as the runs end with. */
    private static final int EXIT_BAD_INPUT = 64;

    private VolleyCommand() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandSpec root = CommandSpec.create()
                .name("volley")
                .mixinStandardHelpOptions(true)
                .version(Optional.ofNullable(VolleyCommand.class.getPackage().getImplementationVersion())
                        .orElse("development"));
        root.usageMessage()
                .description("Load tests of LLM inference servers: turns in order, tokens timed, caches seen.")
                .footer("Completion for bash and zsh: source <(bin/volley generate-completion)");
        Mode.all().forEach(mode -> root.addSubcommand(mode.command(), spec(mode)));
        ReportCommands.all().forEach(command -> root.addSubcommand(null, new CommandLine(command)));
        root.addSubcommand(null, new CommandLine(new RecoverCommand()));
        root.addSubcommand(null, new CommandLine(new DatasetCommand()));
        root.addSubcommand("generate-completion", new CommandLine(new AutoComplete.GenerateCompletion()));
        return new CommandLine(root)
                .setExecutionStrategy(VolleyCommand::execute)
                .setParameterExceptionHandler(VolleyCommand::refuse)
                .setExecutionExceptionHandler(VolleyCommand::failed);
    }

    /** Bad input is one line, with the exit code of a wrong command line. */
    private static int failed(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof BadInputException) {
            command.getErr().println("volley: " + failure.getMessage());
            return EXIT_BAD_INPUT;
        }
        throw failure;
    }

    /** In one line, as the runs do: the whole help would hide it. */
    private static int refuse(ParameterException e, String[] args) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        e.getCommandLine().getErr().println("volley: " + e.getMessage() + "; see " + command + " --help");
        return EXIT_BAD_INPUT;
    }

    private static CommandSpec spec(Mode mode) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(mode).mixinStandardHelpOptions(true);
        spec.usageMessage().description(mode.description()).sortOptions(false).abbreviateSynopsis(true);
        mode.options().forEach(name -> spec.addOption(option(mode, name)));
        spec.addOption(OptionSpec.builder(PROPERTY)
                .type(Map.class)
                .auxiliaryTypes(String.class, String.class)
                .paramLabel("<name=value>")
                .description("Any parameter or system property, such as -Dvolley.order=strict.")
                .build());
        if (mode.ofOriginal()) {
            spec.addOption(OptionSpec.builder("--" + SIMULATED)
                    .type(boolean.class)
                    .arity("0")
                    .description("Run against the simulated server instead of the one on this machine.")
                    .build());
        }
        return spec;
    }

    private static OptionSpec option(Mode mode, String name) {
        boolean flag = mode.isFlag(name);
        OptionSpec.Builder option = OptionSpec.builder("--" + name)
                .type(String.class)
                .arity(flag ? "0..1" : "1")
                .paramLabel(flag ? "true|false" : "<value>")
                // picocli takes descriptions for format strings
                .description(mode.help(name).replace("%", "%%"));
        return (flag ? option.fallbackValue("true") : option).build();
    }

    private static int execute(ParseResult parsed) {
        if (CommandLine.printHelpIfRequested(parsed)) {
            return 0;
        }
        if (!parsed.hasSubcommand()) {
            parsed.commandSpec()
                    .commandLine()
                    .usage(parsed.commandSpec().commandLine().getOut());
            return 0;
        }
        ParseResult command = parsed.subcommand();
        if (!(command.commandSpec().userObject() instanceof Mode mode)) {
            return new CommandLine.RunLast().execute(parsed);
        }
        try {
            return launch(mode, command).run();
        } catch (IOException e) {
            throw new ParameterException(command.commandSpec().commandLine(), "Java cannot be started: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** What the command line asks to run. */
    static Launch launch(Mode mode, ParseResult parsed) {
        Map<String, String> given = new TreeMap<>();
        for (ArgSpec arg : parsed.matchedArgs()) {
            if (arg instanceof OptionSpec option && mode.options().contains(bare(option))) {
                given.put(bare(option), String.valueOf(option.<Object>getValue()));
            }
        }
        if (given.containsKey(Mode.ENABLE_MULTITURN) && given.containsKey(Mode.ENABLE_SHARED_PREFIX)) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(),
                    "--enable-multiturn and --enable-shared-prefix exclude each other; give one of them");
        }
        String simulation = mode.simulation(given).simulation();
        TreeMap<String, String> properties = new TreeMap<>();
        given.keySet().removeAll(List.of(Mode.ENABLE_MULTITURN, Mode.ENABLE_SHARED_PREFIX));
        given.forEach((name, value) -> properties.put("volley." + name, value));
        boolean simulated = mode.ofOriginal() && parsed.matchedOptionValue("--" + SIMULATED, false);
        boolean server = given.containsKey("base-url") || given.containsKey("host") || given.containsKey("port");
        if (mode.ofOriginal() && !server && !simulated) {
            properties.put("volley.host", "127.0.0.1");
        }
        properties.putAll(parsed.matchedOptionValue(PROPERTY, Map.<String, String>of()));
        return new Launch(simulation, properties);
    }

    private static String bare(OptionSpec option) {
        return option.longestName().replaceFirst("^--", "");
    }
}
