package volley.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import volley.config.Parameter;
import volley.config.ParameterHelp;

/** The commands: what each is called, which options it takes, which simulation it runs. */
enum Mode {
    MULTITURN("multiturn", "Multi-turn chat: conversations take turns at the server.", "volley.Multiturn"),
    SHARED_PREFIX(
            "shared-prefix", "Each question with its whole document, a request of its own.", "volley.SharedPrefix"),
    SINGLE_TURN("single-turn", "First turns of a dataset, or requests of random lengths.", "volley.SingleTurn"),
    SYNTHETIC_MULTITURN(
            "synthetic-multiturn",
            "Conversations of texts made to length, at one rate after the other.",
            "volley.SyntheticMultiturn"),
    MULTIMODAL("multimodal", "Questions about videos and images.", "volley.Multimodal"),
    TRACE_REPLAY("trace-replay", "A Mooncake-format trace at its own times.", "volley.TraceReplay"),
    COMPARE_SERVERS("compare-servers", "One plan against several servers.", "volley.CompareServers"),
    CALIBRATE("calibrate", "The client's own error: a plan against a server that notes its times.", "volley.Calibrate"),
    BENCH_SERVING("bench_serving", "SGLang's bench_serving.py: its flags, on the server they name.", null) {
        @Override
        List<String> options() {
            return List.of(
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
        }

        @Override
        String simulation(Map<String, String> given) {
            String dataset = given.getOrDefault("dataset-name", "sharegpt");
            if (given.containsKey(ENABLE_SHARED_PREFIX) || dataset.equals("generated-shared-prefix")) {
                return SHARED_PREFIX.simulation(given);
            }
            if (dataset.equals("nextqa")) {
                return MULTIMODAL.simulation(given);
            }
            return given.containsKey(ENABLE_MULTITURN) ? MULTITURN.simulation(given) : SINGLE_TURN.simulation(given);
        }
    },
    BENCH_MULTITURN("bench_multiturn", "SGLang's bench_multiturn.py: its flags, on the server they name.", null) {
        @Override
        List<String> options() {
            return List.of(
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
        }

        @Override
        String simulation(Map<String, String> given) {
            return SYNTHETIC_MULTITURN.simulation(given);
        }
    };

    static final String ENABLE_MULTITURN = "enable-multiturn";
    static final String ENABLE_SHARED_PREFIX = "enable-shared-prefix";

    /** Flags of the original that are no parameters here, and take no value. */
    private static final List<String> FLAGS_OF_ORIGINAL =
            List.of(ENABLE_MULTITURN, ENABLE_SHARED_PREFIX, "multi", "return-logprob", "apply-chat-template");

    private final String command;
    private final String description;
    private final String simulation;

    @SuppressWarnings("ImmutableEnumChecker") // read once, then never changed
    private Map<String, Parameter> parameters;

    Mode(String command, String description, String simulation) {
        this.command = command;
        this.description = description;
        this.simulation = simulation;
    }

    String command() {
        return command;
    }

    String description() {
        return description;
    }

    /** Names of its options without dashes. */
    List<String> options() {
        return parameters().values().stream()
                .map(Parameter::name)
                .distinct()
                .filter(name -> !name.equals("help"))
                .toList();
    }

    /** Class of the simulation to run. */
    String simulation(Map<String, String> given) {
        return simulation;
    }

    /** Whether it is one of the original's, which knows no simulated server: without a host it asks the own machine. */
    boolean ofOriginal() {
        return simulation == null;
    }

    static Stream<Mode> all() {
        return Arrays.stream(values());
    }

    /** All parameters, with the defaults of the simulation run when nothing is given. */
    private synchronized Map<String, Parameter> parameters() {
        if (parameters == null) {
            String simulationName = simulation(Map.of()).replaceFirst("^volley\\.", "");
            parameters = ParameterHelp.byName(simulationName.toLowerCase(Locale.ROOT));
        }
        return parameters;
    }

    /** The parameter an option stands for; none for flags of the original that are not parameters here. */
    private Optional<Parameter> parameter(String option) {
        return Optional.ofNullable(parameters().get(option));
    }

    boolean isFlag(String option) {
        return FLAGS_OF_ORIGINAL.contains(option)
                || parameter(option).filter(Parameter::flag).isPresent();
    }

    /** What the help says of an option. */
    String help(String option) {
        return switch (option) {
            case ENABLE_MULTITURN -> "Play all turns of the conversations, in turn, instead of the first ones.";
            case ENABLE_SHARED_PREFIX -> "Send each question with its whole document, a request of its own.";
            default -> parameter(option).map(Mode::help).orElse("Taken, and refused by the run with the reason.");
        };
    }

    private static String help(Parameter parameter) {
        boolean told = parameter.defaultValue().equals("not set");
        return parameter.description() + (told ? "" : " Default: " + parameter.defaultValue() + ".");
    }
}
