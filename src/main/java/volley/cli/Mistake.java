package volley.cli;

import java.util.List;
import java.util.Locale;
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

/** A command line that cannot be read, in one line: what is wrong, and what was perhaps meant. */
final class Mistake {
    private Mistake() {}

    static String text(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String line = line(e, command);
        return line + (line.endsWith("?") ? " See bin/" : "; see bin/") + command.qualifiedName() + " --help";
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
        String line = e.getMessage().replaceAll("\\s*\\R\\s*", " ");
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
        List<String> known = command.options().stream()
                .flatMap(each -> Stream.of(each.names()))
                .filter(each -> each.startsWith("--"))
                .map(each -> each.substring(2))
                .toList();
        return "unknown option " + name + meant(NearestName.of(bare, known).map(found -> "--" + found));
    }

    private static String meant(Optional<String> nearest) {
        return nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }
}
