package volley.gatling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.dataset.Turn;
import volley.report.lens.ChatPrompts;
import volley.report.lens.LensFiles;
import volley.report.lens.PlainPrompts;
import volley.report.lens.SentPrompts;
import volley.report.page.RunPage;
import volley.report.page.SweepPage;

/** What is made of a run's files once they are written: the cache lens and Volley's page. Neither can fail the run. */
final class AfterRun {
    private static final Logger LOG = LoggerFactory.getLogger(AfterRun.class);

    private static final int MIB = 1 << 20;

    private AfterRun() {}

    /**
     * Writes both.
     *
     * @param target the server that was asked; absent in virtual time
     * @param known the prompts that were sent; absent: to be made again of the plan and the answers
     * @return lines for the console
     */
    static String write(
            Path runFolder, Preparation prepared, Optional<Target> target, Optional<? extends SentPrompts> known) {
        StringBuilder lines = new StringBuilder();
        try {
            lines.append("Cache     ")
                    .append(lens(runFolder, prepared, target, known))
                    .append('\n');
        } catch (IOException | RuntimeException e) {
            LOG.error("the cache lens failed", e);
            lines.append("Cache     not analysed: ").append(e).append('\n');
        } catch (OutOfMemoryError e) {
            // What it held is garbage now; the figures are written already.
            String reason = "this run's prompts need more heap than "
                    + Runtime.getRuntime().maxMemory() / MIB + " MiB;"
                    + " give more with -Xmx in -Dgatling.jvmArgs, or leave it out with -Dvolley.lens.enabled=false";
            lines.append("Cache     not analysed: ").append(reason).append('\n');
            absent(runFolder, reason);
        }
        try {
            lines.append("Page      ").append(RunPage.write(runFolder).toAbsolutePath());
        } catch (IOException | RuntimeException e) {
            LOG.error("{} could not be written", RunPage.FILE_NAME, e);
            lines.append("Page      not written: ").append(e);
        } catch (OutOfMemoryError e) {
            lines.append("Page      not written: ")
                    .append(heapIsTooSmall())
                    .append("; bin/volley report ")
                    .append(runFolder)
                    .append(" writes it");
        }
        return lines.toString();
    }

    private static String heapIsTooSmall() {
        return "a run of so many requests needs more heap than "
                + Runtime.getRuntime().maxMemory() / MIB + " MiB";
    }

    private static void absent(Path runFolder, String reason) {
        try {
            LensFiles.writeAbsent(runFolder, reason);
        } catch (IOException e) {
            LOG.error("{} could not say why there is no cache lens", runFolder, e);
        }
    }

    /**
     * Writes the page of all rates of a sweep.
     *
     * @return a line for the console
     */
    static String sweepPage(Path folder) {
        try {
            return "All rates " + SweepPage.write(folder).toAbsolutePath();
        } catch (IOException | RuntimeException e) {
            LOG.error("the page of all rates could not be written", e);
            return "All rates not written: " + e;
        }
    }

    private static String lens(
            Path runFolder, Preparation prepared, Optional<Target> target, Optional<? extends SentPrompts> known)
            throws IOException {
        Optional<String> reason = whyNoLens(prepared);
        if (reason.isPresent()) {
            LensFiles.writeAbsent(runFolder, reason.get());
            return "not analysed: " + reason.get();
        }
        return LensFiles.write(
                runFolder,
                known.isPresent() ? known.get() : sentPrompts(prepared).orElseThrow(),
                ServerCache.size(prepared.settings(), target));
    }

    private static Optional<String> whyNoLens(Preparation prepared) {
        if (!prepared.settings().lens().enabled()) {
            return Optional.of("it was not asked for (lens.enabled=false)");
        }
        if (prepared.plan().conversations().stream()
                .flatMap(conversation -> conversation.turns().stream())
                .anyMatch(turn -> turn.media().isPresent())) {
            return Optional.of(
                    "prompts have images or videos, and only the server knows which tokens it makes of them");
        }
        return sentPrompts(prepared).isPresent()
                ? Optional.empty()
                : Optional.of("the tokenizer has no chat template, so what the server saw is not known; give one with"
                        + " -Dvolley.chat-template=<file>");
    }

    /** The prompts as they were sent; empty if nobody here knows what the server made of them. */
    private static Optional<SentPrompts> sentPrompts(Preparation prepared) {
        IntFunction<List<String>> questions = index -> prepared.plan().conversations().get(index).turns().stream()
                .map(Turn::prompt)
                .toList();
        return switch (prepared.format()) {
            case CHAT -> ChatPrompts.of(prepared.tokenizer(), questions);
            case GENERATE -> Optional.of(PlainPrompts.ofText(prepared.tokenizer(), questions));
            case GENERATE_IDS -> Optional.of(PlainPrompts.ofIds(prepared.tokenizer(), questions));
        };
    }
}
