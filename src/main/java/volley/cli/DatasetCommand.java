package volley.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import volley.config.BadInputException;
import volley.config.TraceTimeUnit;
import volley.dataset.TraceOptions;
import volley.survey.SurveyText;

/** {@code dataset FILE}: what a dataset or trace is, without a server. */
@Command(
        name = "dataset",
        description = "Says what a file of conversations or a trace is, and what a prefix cache could give on it.",
        mixinStandardHelpOptions = true)
final class DatasetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A dataset or a trace; .gz and .zst are read as they are.")
    private Path file;

    @Option(
            names = "--trace-block-size",
            paramLabel = "<tokens>",
            description = "Tokens of a block of the trace. Default: as it tells.")
    private Integer blockTokens;

    @Option(
            names = "--trace-time-unit",
            paramLabel = "s|ms",
            description = "Unit of the trace's times. Default: the format's.")
    private String timeUnit;

    @Option(
            names = "--tokenizer",
            paramLabel = "<tokenizer>",
            description = "Counts the tokens of texts. Default: ${DEFAULT-VALUE}.",
            defaultValue = "data/tokenizer")
    private String tokenizer;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(SurveyText.of(file, options(), tokenizer));
        return 0;
    }

    private TraceOptions options() {
        if (blockTokens != null && blockTokens < 1) {
            throw new BadInputException("--trace-block-size=" + blockTokens + " is not a whole number from 1 up");
        }
        return new TraceOptions(
                blockTokens == null ? OptionalInt.empty() : OptionalInt.of(blockTokens),
                timeUnit == null ? OptionalDouble.empty() : OptionalDouble.of(unit().ms()));
    }

    private TraceTimeUnit unit() {
        try {
            return TraceTimeUnit.valueOf(timeUnit.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--trace-time-unit=" + timeUnit + " is not one of ms, s");
        }
    }
}
