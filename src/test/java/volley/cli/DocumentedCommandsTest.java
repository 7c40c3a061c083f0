package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.ParameterHelp;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.simulator.ServerCommandLine;
import volley.trials.Trials;

/**
 * Every command that README and docs print is one: its script is there, its command, parameters and values are known. None
 * is run. Words in angle brackets stand for something of the user's, and so do words in capitals.
 */
class DocumentedCommandsTest {
    private static final String SIMULATION = "-Dgatling.simulationClass=";
    private static final Pattern PARAMETER = Pattern.compile("-Dvolley\\.([\\w.-]*[\\w-])(?:=(.*))?");
    private static final Pattern SETTING = Pattern.compile("([a-z][a-z.-]+)=([^ ]+)");
    private static final Pattern ENVIRONMENT = Pattern.compile("^([A-Z_]+=('[^']*'|\"[^\"]*\"|\\S)* )+");
    private static final Pattern SCRIPT = Pattern.compile("(?:bin|\\.ci)/[a-z-]+");

    /** Parameters whose values are files that a reader has and this test has not. */
    private static final Set<String> FILES = Set.of("config", "calibration");

    /** Properties of this project's tests. */
    private static final Set<String> OF_TESTS = Set.of("long-tests", "lens.requests");

    private static final CommandLine VOLLEY = VolleyCommand.commandLine();

    private final Set<String> known =
            ParameterHelp.byName(SimulationKind.MULTITURN).keySet();
    private final List<String> wrong = new ArrayList<>();

    /** @param least commands that are in it, at least: none is lost for a change of form */
    @ParameterizedTest
    @CsvSource({
        "README.md, 30",
        "CONTRIBUTING.md, 8",
        "deploy/README.md, 0",
        "docs/cache-lens.md, 1",
        "docs/decisions.md, 1",
        "docs/library.md, 2",
        "docs/metrics.md, 1",
        "docs/original-commands.md, 30",
        "docs/performance.md, 15",
        "docs/traces.md, 5"
    })
    void everyPrintedCommandIsOne(Path document, int least) throws IOException {
        int commands = 0;
        for (String code : DocumentedCode.of(document)) {
            String command = ENVIRONMENT.matcher(code).replaceFirst("").replaceFirst("^time ", "");
            List<String> words = meant(DocumentedCode.words(command));
            try {
                scripts(code);
                parameters(DocumentedCode.words(code));
                commands += isCommand(words) ? 1 : 0;
            } catch (BadInputException | AssertionError | CommandLine.ParameterException e) {
                wrong.add(code + "\n    " + e.getMessage());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(commands).isGreaterThanOrEqualTo(least);
    }

    /** With something in place of what the reader puts in, and nothing in place of what is left out. */
    private static List<String> meant(List<String> words) {
        return words.stream()
                .filter(word -> !word.equals("…"))
                .map(word -> word.startsWith("<url>") ? "http://127.0.0.1:1" : word)
                .toList();
    }

    private boolean isCommand(List<String> words) {
        List<String> arguments = words.subList(Math.min(1, words.size()), words.size());
        switch (words.isEmpty() ? "" : words.get(0)) {
            case "bin/volley", "volley" -> volley(arguments);
            case "bin/simulated-server" -> ServerCommandLine.check(arguments);
            case "bin/bench" -> bench(arguments);
            case "mvn" -> maven(arguments);
            case "java" -> jmh(arguments);
            default -> {
                return SCRIPT.matcher(words.isEmpty() ? "" : words.get(0)).matches();
            }
        }
        return !arguments.isEmpty();
    }

    private static void scripts(String code) {
        Matcher script = SCRIPT.matcher(code);
        if (script.lookingAt() || code.contains(" bin/")) {
            for (script.reset(); script.find(); ) {
                assertThat(Path.of(script.group())).isExecutable();
            }
        }
    }

    private void volley(List<String> arguments) {
        if (arguments.size() == 1 && !arguments.get(0).startsWith("-")) {
            // no more than its name is said
            assertThat(VOLLEY.getSubcommands()).containsKey(arguments.get(0));
            return;
        }
        ParseResult parsed =
                VOLLEY.parseArgs(HelpTopics.asWords(NamedFlags.asProperties(arguments.toArray(String[]::new))));
        if (parsed.hasSubcommand()
                && !parsed.subcommand().isUsageHelpRequested()
                && parsed.subcommand().commandSpec().userObject() instanceof Mode mode) {
            GivenAs.flagsOf(mode.command(), () -> {
                Launch launch = VolleyCommand.launch(mode, parsed.subcommand());
                Properties given = new Properties();
                given.putAll(launch.properties());
                return check(given, launch.kind());
            });
        }
    }

    private static Trials check(Properties given, SimulationKind kind) {
        FILES.forEach(name -> given.remove("volley." + name));
        return Trials.of(given, PlayedSimulation.of(kind));
    }

    private void maven(List<String> arguments) {
        List<String> tests = values(arguments, "-Dtest=");
        tests.forEach(test ->
                assertThat(aSource(Path.of("src/test/java"), test)).as(test).isPresent());
        if (!arguments.contains("gatling:test")) {
            return;
        }
        String simulation = values(arguments, SIMULATION).stream().findFirst().orElse("volley.Multiturn");
        SimulationKind kind = Arrays.stream(SimulationKind.values())
                .filter(each -> each.simulation().equals(simulation))
                .findFirst()
                .orElseThrow(() -> new AssertionError(simulation + " is no simulation"));
        Properties given = new Properties();
        arguments.stream()
                .map(PARAMETER::matcher)
                .filter(Matcher::matches)
                .forEach(found -> given.setProperty(
                        "volley." + found.group(1),
                        Optional.ofNullable(found.group(2)).orElse("true")));
        if (given.values().stream().noneMatch(value -> isOfUser(value.toString()))) {
            check(given, kind);
        }
    }

    private static List<String> values(List<String> arguments, String beginning) {
        return arguments.stream()
                .filter(each -> each.startsWith(beginning))
                .map(each -> each.substring(beginning.length()))
                .toList();
    }

    /** Each that stands alone, with a value that some simulation takes. */
    private void parameters(List<String> words) {
        for (String word : words) {
            Matcher found = PARAMETER.matcher(word);
            boolean property = found.matches();
            if (!property) {
                found = SETTING.matcher(word);
                if (words.size() > 1 || !found.matches() || !known.contains(found.group(1))) {
                    continue;
                }
            }
            String name = found.group(1);
            if (OF_TESTS.contains(name)) {
                continue;
            }
            if (!known.contains(name) && !GivenAs.namedByUser(name)) {
                fail(name + " is no parameter");
            }
            Optional<String> value = Optional.ofNullable(found.group(2)).filter(text -> !isOfUser(text));
            if (value.isPresent() && words.size() == 1) {
                aSimulationTakes(name, value.get());
            }
        }
    }

    private static void aSimulationTakes(String name, String value) {
        List<String> refusals = new ArrayList<>();
        for (SimulationKind kind : SimulationKind.values()) {
            for (String server : List.of("", "http://10.0.0.7:30000")) {
                Properties given = new Properties();
                given.setProperty("volley." + name, value);
                if (!server.isEmpty()) {
                    given.putIfAbsent("volley.base-url", server);
                }
                try {
                    check(given, kind);
                    return;
                } catch (BadInputException e) {
                    refusals.add(e.getMessage());
                }
            }
        }
        fail(String.join("\n    ", refusals));
    }

    private static boolean isOfUser(String value) {
        return value.isEmpty() || value.matches(".*[<…].*|[A-Z]+|value|url.*|env:.*");
    }

    private static void bench(List<String> arguments) {
        try {
            String cases = Files.readString(Path.of("bin/bench")).replaceFirst("(?s).*\\ncases=\"([^\"]*)\".*", "$1");
            if (!arguments.isEmpty()
                    && !isOfUser(arguments.get(0))
                    && !arguments.get(0).startsWith("--")) {
                assertThat(List.of(cases.split(" "))).contains(arguments.get(0));
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private static void jmh(List<String> arguments) {
        int main = arguments.indexOf("org.openjdk.jmh.Main");
        assertThat(main).as("the main class").isNotNegative();
        for (String benchmark : arguments.get(main + 1).split("\\|")) {
            assertThat(aSource(Path.of("src/jmh/java"), benchmark.replaceFirst("(Benchmark)?$", "Benchmark")))
                    .as(benchmark)
                    .isPresent();
        }
    }

    private static Optional<Path> aSource(Path root, String name) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith(name + ".java")).findFirst();
        } catch (IOException e) {
            return fail(e);
        }
    }
}
