package volley.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import volley.config.GivenAs;
import volley.config.NearestName;
import volley.config.ParameterHelp;
import volley.config.SimulationKind;

/** A command line that cannot be read, in one line: what is wrong, and what was perhaps meant. */
final class Mistake {
    private Mistake() {}

    static String text(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String line = line(e, command);
        return line + (line.endsWith("?") ? " See bin/" : "; see bin/") + command.qualifiedName() + " --help";
    }

    /** Properties of Gatling's Maven plugin, which do nothing here. */
    static Optional<String> ofMavens(Map<String, String> properties) {
        if (properties.containsKey("gatling.simulationClass")) {
            return Optional.of("-Dgatling.simulationClass is Maven's; here the command chooses the simulation, such as"
                    + " bin/volley single-turn");
        }
        return properties.containsKey("gatling.jvmArgs")
                ? Optional.of("-Dgatling.jvmArgs is Maven's; here options of the JVM are given in the environment's "
                        + GivenAs.JVM_ARGS)
                : Optional.empty();
    }

    private static String line(ParameterException e, CommandSpec command) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(command, unmatched.getUnmatched().get(0));
        }
        if (e instanceof MissingParameterException missing
                && missing.getMissing().size() == 1) {
            ArgSpec arg = missing.getMissing().get(0);
            if (arg.isPositional()) {
                boolean several = arg.arity().min() > 1;
                return command.name() + " needs " + (several ? arg.arity().min() + " or more " : "a ")
                        + arg.paramLabel();
            }
            if (arg instanceof OptionSpec option && !option.required()) {
                return option.longestName() + " needs a value";
            }
        }
        String line = e.getMessage()
                .replaceAll("\\s*\\R\\s*", " ")
                .replaceFirst(
                        "^Invalid value for option '([^']*)'.*: '(.*)' is not an? (?:int|long)$",
                        "$1 $2 is not a whole number")
                .replaceFirst(
                        "^Value for option option '-D'.* in KEY=VALUE format but was (.*)$",
                        "-D$1 has no value; write -Dname=value");
        if (line.startsWith("-")) {
            return line;
        }
        return Character.toLowerCase(line.charAt(0)) + line.substring(1);
    }

    private static String unmatched(CommandSpec command, String argument) {
        boolean option = argument.startsWith("-");
        if (!option) {
            return command.subcommands().isEmpty()
                    ? "unexpected " + argument
                    : "unknown command " + argument
                            + meant(NearestName.of(
                                    argument.toLowerCase(Locale.ROOT),
                                    List.copyOf(command.subcommands().keySet())));
        }
        String name = argument.replaceFirst("=.*", "");
        String bare = name.replaceFirst("^--?", "").toLowerCase(Locale.ROOT);
        Optional<String> refusal = GivenAs.flagsOf(command.name(), () -> ParameterHelp.refusal(bare));
        if (refusal.isPresent()) {
            return name + " is not an option: " + refusal.get();
        }
        if (GivenAs.namedByUser(bare)) {
            return name + " needs a value";
        }
        if (!command.subcommands().isEmpty() && isOfRuns(bare)) {
            return name + " is an option of a command; give it behind one, such as bin/volley multiturn --" + bare;
        }
        List<String> known = command.options().stream()
                .flatMap(each -> Stream.of(each.names()))
                .filter(each -> each.startsWith("--"))
                .map(each -> each.substring(2))
                .toList();
        Optional<String> nearest = Stream.of("slo.ttft.p99", "header.X-Team")
                .filter(each ->
                        command.subcommands().isEmpty() && bare.startsWith(each.substring(0, each.indexOf('.'))))
                .findFirst()
                .or(() -> NearestName.of(bare, known));
        return "unknown option " + name + meant(nearest.map(found -> "--" + found));
    }

    private static boolean isOfRuns(String option) {
        return ParameterHelp.byName(SimulationKind.MULTITURN).containsKey(option);
    }

    private static String meant(Optional<String> nearest) {
        return nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }
}
