package volley.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
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
import picocli.CommandLine.UnmatchedArgumentException;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.report.cli.ReportCommands;

/** {@code bin/volley}. Exit codes: those of the run, 64 for bad input. */
public final class VolleyCommand {
    private static final String SIMULATED = "--simulated";
    private static final String PROPERTY = "-D";
    /** EX_USAGE of sysexits.h, as the runs end with. */
    private static final int EXIT_BAD_INPUT = 64;

    private VolleyCommand() {}

    public static void main(String[] args) {
        System.exit(run(commandLine(args.length == 0 ? "" : args[0]), args));
    }

    /** Gives the exit code. */
    static int run(CommandLine line, String... args) {
        Optional<String> dash = LongDashes.mistake(args);
        return dash.isPresent()
                ? refuse(line, dash.get())
                : line.execute(HelpTopics.asWords(NamedFlags.asProperties(StrayBlanks.without(args))));
    }

    /** With the options of every command. */
    static CommandLine commandLine() {
        return commandLine(Optional.empty());
    }

    /** With the options of one command only, which is quicker: those of the others are not asked for. */
    private static CommandLine commandLine(String command) {
        boolean one = Mode.all().anyMatch(mode -> mode.command().equals(command));
        boolean none = command.isEmpty() || command.startsWith("-");
        return commandLine(one || none ? Optional.of(command) : Optional.empty());
    }

    /** @param only the one command whose options are needed; empty: those of all */
    private static CommandLine commandLine(Optional<String> only) {
        CommandSpec root = CommandSpec.create()
                .name("volley")
                .mixinStandardHelpOptions(true)
                .versionProvider(VersionText::lines);
        root.usageMessage()
                .description("Load tests of LLM inference servers: turns in order, tokens timed, caches seen.")
                .footer(
                        "All options of a command: volley multiturn --help; some: volley multiturn --help request-rate",
                        "Completion for bash and zsh: source <(bin/volley generate-completion)");
        Mode.all()
                .forEach(mode -> root.addSubcommand(
                        mode.command(), spec(mode, only.isEmpty() || only.get().equals(mode.command()))));
        if (Mode.all().noneMatch(mode -> only.equals(Optional.of(mode.command())))) {
            addCommandsThatAreNoRuns(root);
        }
        root.subcommands().values().forEach(each -> each.getCommandSpec().versionProvider(VersionText::lines));
        return new CommandLine(root)
                .setExecutionStrategy(VolleyCommand::execute)
                .setParameterExceptionHandler(VolleyCommand::refuse)
                .setExecutionExceptionHandler(VolleyCommand::failed);
    }

    private static void addCommandsThatAreNoRuns(CommandSpec root) {
        ReportCommands.all().forEach(command -> root.addSubcommand(null, new CommandLine(command)));
        root.addSubcommand(null, new CommandLine(new MergeCommand()));
        root.addSubcommand(null, new CommandLine(new RecoverCommand()));
        root.addSubcommand(null, new CommandLine(new ChatTemplateCommand()));
        root.addSubcommand(null, new CommandLine(new DatasetCommand()));
        root.addSubcommand(null, new CommandLine(new KubernetesCommand(InstantSource.system(), VolleyCommand::launch)));
        root.addSubcommand(null, new CommandLine(new MergeShardsCommand()));
        root.addSubcommand("generate-completion", new CommandLine(new AutoComplete.GenerateCompletion()));
    }

    /** Bad input is one line, with the exit code of a wrong command line. */
    private static int failed(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof BadInputException) {
            return refuse(command, failure.getMessage());
        }
        if (failure instanceof UncheckedIOException unchecked) {
            return refuse(command, IoReason.withFile(unchecked.getCause()) + "; check the paths that were given");
        }
        throw failure;
    }

    private static int refuse(CommandLine command, String line) {
        command.getErr().println("volley: " + line);
        return EXIT_BAD_INPUT;
    }

    /** In one line, as the runs do: the whole help would hide it. */
    private static int refuse(ParameterException e, String[] args) {
        return refuse(e.getCommandLine(), Mistake.text(e));
    }

    /** @param whole whether its options are needed too */
    private static CommandSpec spec(Mode mode, boolean whole) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(mode).mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description(mode.description())
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .footer("Objectives: --slo.<metric>.<statistic> <limit>, such as --slo.ttft.p99 500 (ms).");
        if (!whole) {
            return spec;
        }
        // only a request for help takes words, to look for
        spec.addPositional(CommandLine.Model.PositionalParamSpec.builder()
                .hidden(true)
                .type(String[].class)
                .arity("0..*")
                .build());
        mode.options().forEach(name -> spec.addOption(option(mode, name, false)));
        mode.furtherOptions().forEach(name -> spec.addOption(option(mode, name, true)));
        spec.addOption(OptionSpec.builder(PROPERTY)
                .type(Map.class)
                .auxiliaryTypes(String.class, String.class)
                .paramLabel("<name=value>")
                .description("Any parameter or system property, such as -Dvolley.order=strict.")
                .build());
        if (mode.ofOriginal()) {
            spec.addOption(OptionSpec.builder(SIMULATED)
                    .type(boolean.class)
                    .arity("0")
                    .description("Run against the simulated server instead of the one on this machine.")
                    .build());
        }
        return spec;
    }

    private static OptionSpec option(Mode mode, String name, boolean hidden) {
        boolean flag = mode.isFlag(name);
        OptionSpec.Builder option = OptionSpec.builder("--" + name)
                .type(String.class)
                .arity(flag ? "0..1" : "1")
                .hidden(hidden)
                .paramLabel(flag ? "true|false" : "<value>")
                // picocli takes descriptions for format strings
                .description(mode.help(name).replace("%", "%%"));
        return (flag ? option.fallbackValue("true") : option).build();
    }

    private static int execute(ParseResult parsed) {
        if (parsed.hasSubcommand() && parsed.subcommand().isUsageHelpRequested()) {
            ParseResult command = parsed.subcommand();
            List<String> topics = HelpTopics.words(command);
            if (!topics.isEmpty()) {
                command.commandSpec().commandLine().getOut().print(HelpTopics.text(command.commandSpec(), topics));
                command.commandSpec().commandLine().getOut().flush();
                return 0;
            }
        }
        if (parsed.isUsageHelpRequested() && !parsed.unmatched().isEmpty()) {
            // picocli forgives what stands beside a request for help
            CommandLine root = parsed.commandSpec().commandLine();
            return refuse(root, Mistake.text(new UnmatchedArgumentException(root, parsed.unmatched())));
        }
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
            Launch launch = launch(mode, command);
            launch.check();
            return launch.run();
        } catch (BadInputException e) {
            return refuse(command.commandSpec().commandLine(), e.getMessage());
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandSpec().commandLine(), "Java cannot be started: " + IoReason.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /**
     * What the words would run.
     *
     * @throws ParameterException if they are not the command of a simulation and its options
     */
    static Launch launch(List<String> words) {
        CommandLine line = commandLine(words.get(0));
        ParseResult command = line.parseArgs(words.toArray(String[]::new)).subcommand();
        if (command == null || !(command.commandSpec().userObject() instanceof Mode mode)) {
            throw new ParameterException(line, words.get(0) + " is not the command of a run, such as multiturn");
        }
        return launch(mode, command);
    }

    /** What the command line asks to run. */
    static Launch launch(Mode mode, ParseResult parsed) {
        CommandLine command = parsed.commandSpec().commandLine();
        for (OptionSpec option : parsed.matchedOptions()) {
            // picocli takes an option that it does not know for the value of a flag before it
            String value = String.valueOf(option.<Object>getValue());
            if (option.arity().min() == 0 && value.startsWith("-")) {
                throw new UnmatchedArgumentException(command, List.of(value));
            }
        }
        List<String> words = HelpTopics.words(parsed);
        if (!words.isEmpty()) {
            throw new ParameterException(
                    command,
                    "unexpected " + words.get(0) + ": a value follows its --option, and nothing else is taken");
        }
        Map<String, String> given = new TreeMap<>();
        for (ArgSpec arg : parsed.matchedArgs()) {
            if (arg instanceof OptionSpec option && isOfRun(option)) {
                String value = String.valueOf(option.<Object>getValue());
                if (value.isBlank()) {
                    throw new ParameterException(
                            command, option.longestName() + " has an empty value; give one, or leave the option out");
                }
                given.put(bare(option), value);
            }
        }
        if (given.containsKey(Mode.ENABLE_MULTITURN) && given.containsKey(Mode.ENABLE_SHARED_PREFIX)) {
            throw new ParameterException(
                    command, "--enable-multiturn and --enable-shared-prefix exclude each other; give one of them");
        }
        TreeMap<String, String> properties = new TreeMap<>();
        given.forEach((name, value) -> {
            if (!name.equals(Mode.ENABLE_MULTITURN) && !name.equals(Mode.ENABLE_SHARED_PREFIX)) {
                properties.put("volley." + mode.parameter(name), value);
            }
        });
        mode.presets(System.getenv()).forEach((name, value) -> properties.putIfAbsent("volley." + name, value));
        boolean simulated = mode.ofOriginal() && parsed.matchedOptionValue(SIMULATED, false);
        boolean server = given.containsKey("base-url") || given.containsKey("host") || given.containsKey("port");
        if (server && simulated) {
            throw new ParameterException(
                    command, SIMULATED + " contradicts --base-url, --host and --port; give one of them");
        }
        if (mode.ofOriginal() && !server && !simulated) {
            properties.put("volley.host", "127.0.0.1");
        }
        Map<String, String> further = parsed.matchedOptionValue(PROPERTY, Map.of());
        Mistake.ofMavens(further).ifPresent(line -> {
            throw new ParameterException(command, line);
        });
        properties.putAll(further);
        return new Launch(mode.command(), mode.simulation(given), properties);
    }

    /** Whether it is one of the run's, and not of the command's own. */
    private static boolean isOfRun(OptionSpec option) {
        String name = option.longestName();
        return name.startsWith("--") && !name.equals(SIMULATED) && !option.usageHelp() && !option.versionHelp();
    }

    private static String bare(OptionSpec option) {
        return option.longestName().replaceFirst("^--", "");
    }
}
