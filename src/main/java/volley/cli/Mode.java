package volley.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import volley.config.GivenAs;
import volley.config.Parameter;
import volley.config.ParameterHelp;
import volley.config.SimulationKind;

/** A command that runs a simulation: what it is called, which options it takes, which simulation it runs. */
final class Mode {
    private static final String HELP = "help";
    static final String ENABLE_MULTITURN = "enable-multiturn";
    static final String ENABLE_SHARED_PREFIX = "enable-shared-prefix";

    /** Flags of the original that are no parameters here, and take no value. */
    private static final List<String> FLAGS_OF_ORIGINAL =
            List.of(ENABLE_MULTITURN, ENABLE_SHARED_PREFIX, "multi", "return-logprob", "apply-chat-template");

    private static final List<String> BENCH_SERVING_OPTIONS = List.of(
            "backend",
            "base-url",
            "host",
            "port",
            "dataset-name",
            "dataset-path",
            "model",
            "tokenizer",
            "chat-template",
            "num-prompts",
            "fixed-output-len",
            "sharegpt-context-len",
            "random-input-len",
            "random-output-len",
            "random-range-ratio",
            "request-rate",
            "max-concurrency",
            "multi",
            "request-rate-range",
            "output-file",
            "disable-shuffle",
            "disable-tqdm",
            "disable-stream",
            "return-logprob",
            "seed",
            "disable-ignore-eos",
            "extra-request-body",
            "apply-chat-template",
            "profile",
            "lora-name",
            "gsp-num-groups",
            "gsp-prompts-per-group",
            "gsp-system-prompt-len",
            "gsp-question-len",
            "gsp-output-len",
            "max-frames",
            ENABLE_MULTITURN,
            ENABLE_SHARED_PREFIX);

    private static final List<String> BENCH_MULTITURN_OPTIONS = List.of(
            "num-clients",
            "max-parallel",
            "request-length",
            "output-length",
            "num-rounds",
            "min-rounds",
            "max-rounds",
            "range-ratio",
            "sub-question-input-length",
            "distribution",
            "request-rate",
            "host",
            "port",
            "model-path",
            "dataset-path",
            "log-file",
            "disable-auto-run",
            "disable-random-sample",
            "enable-round-barrier",
            "ready-queue-policy",
            "tag",
            "seed",
            "lora-path",
            "api-format");

    static final Mode BENCH_SERVING = new Mode(
            "bench_serving",
            "SGLang's bench_serving.py: its flags, on the server they name.",
            Optional.of(BENCH_SERVING_OPTIONS),
            Mode::ofBenchServing);

    static final Mode BENCH_MULTITURN = new Mode(
            "bench_multiturn",
            "SGLang's bench_multiturn.py: its flags, on the server they name.",
            Optional.of(BENCH_MULTITURN_OPTIONS),
            given -> SimulationKind.SYNTHETIC_MULTITURN);

    static final Mode BENCH_MIX = new Mode(
            "bench_mix",
            "SGLang's bench_mix.py: its flags, on the server they name, and the workload that CONFIG_PATH names.",
            Optional.of(
                    List.of("model-path", "dataset-path", "host", "port", "duration", "log-level", "debug-log-file")),
            given -> SimulationKind.MULTITURN);

    /** Each keeps what it has read of its parameters. */
    private static final Map<SimulationKind, Mode> OF_SIMULATIONS =
            Arrays.stream(SimulationKind.values()).collect(Collectors.toUnmodifiableMap(kind -> kind, Mode::newMode));

    /** bench_mix's name of a parameter that has another here; other commands of the original have none of that name. */
    private static final Map<String, String> OF_BENCH_MIX = Map.of("duration", "duration-seconds");

    private final String command;
    private final String description;
    private final Optional<List<String>> optionsOfOriginal;
    private final Function<Map<String, String>, SimulationKind> simulation;
    private final Map<String, String> helps = new ConcurrentHashMap<>();
    private Map<String, Parameter> parameters;
    private OptionHelp texts;

    private Mode(
            String command,
            String description,
            Optional<List<String>> optionsOfOriginal,
            Function<Map<String, String>, SimulationKind> simulation) {
        this.command = command;
        this.description = description;
        this.optionsOfOriginal = optionsOfOriginal;
        this.simulation = simulation;
    }

    /** The command of a simulation of Volley's, which takes every parameter. */
    static Mode of(SimulationKind kind) {
        return OF_SIMULATIONS.get(kind);
    }

    private static Mode newMode(SimulationKind kind) {
        return new Mode(kind.command(), kind.description(), Optional.empty(), given -> kind);
    }

    /** One for each simulation, and the original's. */
    static Stream<Mode> all() {
        return Stream.concat(
                Arrays.stream(SimulationKind.values()).map(Mode::of),
                Stream.of(BENCH_SERVING, BENCH_MULTITURN, BENCH_MIX));
    }

    private static SimulationKind ofBenchServing(Map<String, String> given) {
        String dataset = given.getOrDefault("dataset-name", "sharegpt");
        if (given.containsKey(ENABLE_SHARED_PREFIX) || dataset.equals("generated-shared-prefix")) {
            return SimulationKind.SHARED_PREFIX;
        }
        if (dataset.equals("nextqa")) {
            return SimulationKind.MULTIMODAL;
        }
        return given.containsKey(ENABLE_MULTITURN) ? SimulationKind.MULTITURN : SimulationKind.SINGLE_TURN;
    }

    String command() {
        return command;
    }

    String description() {
        return description;
    }

    /** Names of its options without dashes. */
    List<String> options() {
        return optionsOfOriginal.orElseGet(() -> parameters().values().stream()
                .map(Parameter::name)
                .distinct()
                .filter(name -> !name.equals(HELP))
                .toList());
    }

    /** The parameter that an option sets. */
    String parameter(String option) {
        return command.equals("bench_mix") ? OF_BENCH_MIX.getOrDefault(option, option) : option;
    }

    /**
     * Parameters that are the command's own, unless they are given.
     *
     * @param environment of the process, in which the original finds the file of its workload
     */
    Map<String, String> presets(Map<String, String> environment) {
        if (!command.equals("bench_mix")) {
            return Map.of();
        }
        Map<String, String> presets =
                new TreeMap<>(Map.of("dataset-name", "mix", "api-format", "sglang", "history", "text"));
        String file = environment.getOrDefault("CONFIG_PATH", "");
        if (!file.isBlank()) {
            presets.put("mix-config", file);
        }
        return presets;
    }

    /** The simulation to run. */
    SimulationKind simulation(Map<String, String> given) {
        return simulation.apply(given);
    }

    /** Whether it is one of the original's, which knows no simulated server: without a host it asks the own machine. */
    boolean ofOriginal() {
        return optionsOfOriginal.isPresent();
    }

    /** Names of the parameters that it takes beyond those that the original has; nothing if it is none of the original's. */
    List<String> furtherOptions() {
        List<String> shown = options();
        return parameters().keySet().stream()
                .filter(name -> !name.equals(HELP) && !shown.contains(name))
                .toList();
    }

    /** All parameters, with the defaults of the simulation run when nothing is given. */
    private synchronized Map<String, Parameter> parameters() {
        if (parameters == null) {
            parameters = ParameterHelp.byName(simulation(Map.of()));
        }
        return parameters;
    }

    boolean isFlag(String option) {
        Parameter parameter = parameters().get(parameter(option));
        return parameter == null ? FLAGS_OF_ORIGINAL.contains(option) : parameter.flag();
    }

    /** What the help says of an option. */
    String help(String option) {
        return helps.computeIfAbsent(option, this::newHelp);
    }

    private String newHelp(String option) {
        return switch (option) {
            case ENABLE_MULTITURN -> "Play all turns of the conversations, in turn, instead of the first ones.";
            case ENABLE_SHARED_PREFIX -> "Send each question with its whole document, a request of its own.";
            case "host" -> ofOriginal()
                    ? "Host of the server. Default: this machine, unless --simulated is given."
                    : texts().of(option);
            case "request-rate" -> simulation(Map.of()).can(SimulationKind.Ability.SWEEP)
                    ? "The only rate, in turns started per second; inf sends as soon as a turn is ready. Default: those of"
                            + " --sweep-rates, one after the other; "
                            + parameters().get(option).defaultValue() + " with --disable-auto-run."
                    : texts().of(option);
            default -> parameters().containsKey(parameter(option))
                    ? texts().of(parameter(option))
                    : "Refused: "
                            + GivenAs.flagsOf(command, () -> ParameterHelp.refusal(option))
                                    .orElseThrow() + ".";
        };
    }

    private synchronized OptionHelp texts() {
        if (texts == null) {
            texts = new OptionHelp(parameters());
        }
        return texts;
    }
}
