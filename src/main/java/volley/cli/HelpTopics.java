package volley.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Help on some of a command's options: {@code volley multiturn --help rate} tells those that have to do with it. */
final class HelpTopics {
    private static final List<String> HELP = List.of("--help", "-h");

    private HelpTopics() {}

    /** The words that a command was given beside its options. */
    static List<String> words(ParseResult command) {
        List<String> words = new ArrayList<>();
        for (PositionalParamSpec positional : command.matchedPositionals()) {
            if (positional.getValue() instanceof String[] values) {
                words.addAll(Arrays.asList(values));
            }
        }
        return words;
    }

    /**
     * The arguments of a simulation's command with all that stands beside {@code --help} as words, so that an option may be
     * named as it is written; others as they are.
     */
    static String[] asWords(String... args) {
        boolean help = args.length > 2
                && Mode.all().anyMatch(mode -> mode.command().equals(args[0]))
                && Stream.of(args).skip(1).anyMatch(HELP::contains);
        return help
                ? Stream.concat(
                                Stream.of(args[0], HELP.get(0)),
                                Stream.of(args)
                                        .skip(1)
                                        .filter(arg -> !HELP.contains(arg))
                                        .map(arg -> arg.replaceFirst("^--?", "")))
                        .toArray(String[]::new)
                : args;
    }

    /** The options that are named so; those whose text has the word where none is. */
    static String text(CommandSpec command, List<String> topics) {
        List<OptionSpec> found = new ArrayList<>();
        for (String topic : topics) {
            String word = topic.toLowerCase(Locale.ROOT);
            List<OptionSpec> named = matching(command, OptionSpec::longestName, word);
            found.addAll(
                    named.isEmpty()
                            ? matching(command, option -> String.join(" ", option.description()), word)
                            : named);
        }
        if (found.isEmpty()) {
            return "No option of " + command.qualifiedName() + " has to do with " + String.join(", ", topics) + ".\n";
        }
        CommandSpec some = CommandSpec.create();
        some.usageMessage().width(command.usageMessage().width()).sortOptions(false);
        found.stream()
                .distinct()
                .forEach(option ->
                        some.addOption(OptionSpec.builder(option).hidden(false).build()));
        return new Help(some).optionList();
    }

    private static List<OptionSpec> matching(CommandSpec command, Function<OptionSpec, String> text, String word) {
        return command.options().stream()
                .filter(option -> text.apply(option).toLowerCase(Locale.ROOT).contains(word))
                .toList();
    }
}
