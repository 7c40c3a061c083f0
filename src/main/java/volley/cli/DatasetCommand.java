package volley.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import volley.config.BundledFiles;
import volley.config.GivenAs;
import volley.config.TraceTimeUnit;
import volley.dataset.TraceOptions;
import volley.survey.SurveyText;
import volley.survey.TierPolicy;
import volley.survey.TieredCaches;

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
            description = "Counts the tokens of texts. Default: the bundled one.")
    private String tokenizer = BundledFiles.tokenizer().toString();

    @Option(
            names = {"--cache-pages", "--l1-pages"},
            paramLabel = "<blocks>",
            split = ",",
            description = "Sizes of a cache on the GPU, in blocks of the trace: says the hits of each.")
    private List<Integer> cachePages = List.of();

    @Option(
            names = {"--host-pages", "--l2-pages"},
            paramLabel = "<blocks>",
            split = ",",
            description = "Sizes of a second tier behind each --cache-pages, in the host's memory.")
    private List<Integer> hostPages = List.of();

    @Option(
            names = {"--policy", "--policies"},
            paramLabel = "<policy>",
            split = ",",
            description =
                    "What the host keeps: main_write_through (a copy of all) or boundary_l1_l2 (what the GPU has not)."
                            + " Default: both.")
    private List<String> policies = List.of();

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .println(GivenAs.flagsOf("dataset", () -> SurveyText.of(file, options(), tokenizer, caches())));
        return 0;
    }

    private TieredCaches caches() {
        if (cachePages.isEmpty() && !(hostPages.isEmpty() && policies.isEmpty())) {
            throw new BadInputException("--host-pages and --policy are of a tier behind the GPU's: give its size with"
                    + " --cache-pages, such as --cache-pages=6000");
        }
        List<TierPolicy> chosen = new ArrayList<>();
        for (String name : policies) {
            chosen.add(TierPolicy.named(name)
                    .orElseThrow(() -> new BadInputException(
                            "--policy=" + name + " is not one of main_write_through, boundary_l1_l2")));
        }
        return new TieredCaches(
                pages("--cache-pages", cachePages),
                pages("--host-pages", hostPages),
                chosen.isEmpty() ? List.of(TierPolicy.values()) : chosen);
    }

    private static List<Integer> pages(String option, List<Integer> given) {
        for (Integer pages : given) {
            if (pages < 0) {
                throw new BadInputException(option + "=" + pages + " is not a whole number from 0 up");
            }
        }
        return given;
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
