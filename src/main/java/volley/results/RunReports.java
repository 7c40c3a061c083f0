package volley.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.GivenAs;
import volley.config.IoReason;
import volley.dataset.SlowProgress;
import volley.dataset.Turn;
import volley.plan.Adapters;
import volley.prepare.Preparation;
import volley.prepare.Target;
import volley.report.folder.PromptCounter;
import volley.report.folder.RunRequests;
import volley.report.lens.AdapterPrompts;
import volley.report.lens.ChatPrompts;
import volley.report.lens.LensFiles;
import volley.report.lens.PlainPrompts;
import volley.report.lens.SentPrompts;
import volley.report.page.RunPage;
import volley.report.page.SweepPage;

/** What is made of a run's files once they are written: the cache lens and Volley's page. Neither can fail the run. */
public final class RunReports {
    private static final Logger LOG = LoggerFactory.getLogger(RunReports.class);

    private static final int MIB = 1 << 20;

    /** The prompts of more turns take the lens longer than it takes to write the page. */
    private static final int MANY_TURNS = 10_000;

    private RunReports() {}

    /**
     * Writes both, and the page before the lens, too, where that takes long.
     *
     * @param target the server that was asked; absent in virtual time
     * @param known the prompts that were sent; absent: to be made again of the plan and the answers
     * @param requests those of the folder
     * @param say receives a line for the console when each is there
     */
    public static void write(
            Path runFolder,
            Preparation prepared,
            Optional<Target> target,
            Optional<? extends SentPrompts> known,
            Supplier<RunRequests> requests,
            Consumer<String> say) {
        if (prepared.plan().turns() > MANY_TURNS && whyNoLens(prepared).isEmpty()) {
            absent(runFolder, "the prompts are being analysed, and this page is written again when that is done");
            say.accept(page(runFolder, requests) + " (again when the cache lens is done)");
        }
        say.accept("Cache     " + cache(runFolder, prepared, target, known, requests));
        say.accept(page(runFolder, requests));
    }

    /** As the other, with its lines in one text. */
    public static String write(
            Path runFolder, Preparation prepared, Optional<Target> target, Optional<? extends SentPrompts> known) {
        Supplier<RunRequests> requests = () -> RunRequests.read(runFolder);
        return "Cache     " + cache(runFolder, prepared, target, known, requests) + "\n" + page(runFolder, requests);
    }

    private static String cache(
            Path runFolder,
            Preparation prepared,
            Optional<Target> target,
            Optional<? extends SentPrompts> known,
            Supplier<RunRequests> requests) {
        String cache;
        try {
            cache = lens(runFolder, prepared, target, known, requests);
        } catch (IOException | RuntimeException e) {
            LOG.error("the cache lens failed", e);
            cache = absent(runFolder, IoReason.ofAny(e));
        } catch (OutOfMemoryError e) {
            // What it held is garbage now; the figures are written already.
            String reason = "this run's prompts need more heap than "
                    + Runtime.getRuntime().maxMemory() / MIB + " MiB;"
                    + " give more with -Xmx in " + GivenAs.jvmOptions() + ", or leave it out with "
                    + GivenAs.setting("lens.enabled", "false");
            cache = absent(runFolder, reason);
        }
        return cache;
    }

    /**
     * Writes the page alone.
     *
     * @param reason why there is no lens
     * @return lines for the console
     */
    public static String writeWithoutLens(Path runFolder, String reason) {
        return "Cache     " + absent(runFolder, reason) + "\n" + page(runFolder, () -> RunRequests.read(runFolder));
    }

    private static String page(Path runFolder, Supplier<RunRequests> requests) {
        try {
            return "Page      " + RunPage.write(runFolder, requests).toAbsolutePath();
        } catch (IOException | RuntimeException e) {
            LOG.error("{} could not be written", RunPage.FILE_NAME, e);
            return "Page      not written: " + IoReason.ofAny(e);
        } catch (OutOfMemoryError e) {
            return "Page      not written: " + heapIsTooSmall() + "; bin/volley report " + runFolder + " writes it";
        }
    }

    private static String heapIsTooSmall() {
        return "a run of so many requests needs more heap than "
                + Runtime.getRuntime().maxMemory() / MIB + " MiB";
    }

    private static String absent(Path runFolder, String reason) {
        try {
            LensFiles.writeAbsent(runFolder, reason);
        } catch (IOException e) {
            LOG.error("{} could not say why there is no cache lens", runFolder, e);
        }
        return "not analysed: " + reason;
    }

    /**
     * Writes the page of all rates of a sweep.
     *
     * @return a line for the console
     */
    public static String sweepPage(Path folder) {
        try {
            return "All rates " + SweepPage.write(folder).toAbsolutePath();
        } catch (IOException | RuntimeException e) {
            LOG.error("the page of all rates could not be written", e);
            return "All rates not written: " + IoReason.ofAny(e);
        }
    }

    private static String lens(
            Path runFolder,
            Preparation prepared,
            Optional<Target> target,
            Optional<? extends SentPrompts> known,
            Supplier<RunRequests> requests)
            throws IOException {
        Optional<String> reason = whyNoLens(prepared);
        if (reason.isPresent()) {
            return absent(runFolder, reason.get());
        }
        try (SlowProgress progress = SlowProgress.of(
                "Cache lens",
                prepared.plan().turns(),
                "requests",
                prepared.settings().output().progressBars())) {
            return LensFiles.write(
                    runFolder,
                    requests.get(),
                    known.isPresent() ? known.get() : sentPrompts(prepared).orElseThrow(),
                    ServerCache.size(prepared.settings(), target),
                    prepared.settings().server().backend().hostTierFlag(),
                    () -> progress.step(1));
        }
    }

    private static Optional<String> whyNoLens(Preparation prepared) {
        if (!prepared.settings().lens().enabled()) {
            return Optional.of("it was not asked for (lens.enabled=false)");
        }
        if (hasMedia(prepared)) {
            return Optional.of(
                    "prompts have images or videos, and only the server knows which tokens it makes of them");
        }
        return sentPrompts(prepared).isPresent()
                ? Optional.empty()
                : Optional.of(prepared.tokenizer()
                        .templateProblem()
                        .orElseGet(() -> "the tokenizer has no chat template, so what the server saw is not known; give"
                                + " one with " + GivenAs.setting("chat-template", "<file>")));
    }

    /** What counts the run's prompts when it is over; empty if nobody here knows what the server made of them. */
    public static Optional<PromptCounter> promptCounter(Preparation prepared) {
        if (hasMedia(prepared)) {
            return Optional.empty();
        }
        boolean analysed = prepared.settings().lens().enabled();
        return sentPrompts(prepared).map(sent -> {
            PromptCounter counter = (conversation, turn, answers) -> sent.promptIds(conversation, turn, answers).length;
            return analysed ? counter : counter.ofUncounted();
        });
    }

    private static boolean hasMedia(Preparation prepared) {
        return prepared.plan().conversations().stream()
                .flatMap(conversation -> conversation.turns().stream())
                .anyMatch(turn -> turn.media().isPresent());
    }

    /** The prompts as they were sent; empty if nobody here knows what the server made of them. */
    private static Optional<SentPrompts> sentPrompts(Preparation prepared) {
        IntFunction<List<String>> questions = index -> prepared.plan().conversations().get(index).turns().stream()
                .map(Turn::prompt)
                .toList();
        Optional<SentPrompts> prompts =
                switch (prepared.format()) {
                    case CHAT -> ChatPrompts.of(
                            prepared.tokenizer(),
                            questions,
                            prepared.settings().requests().reasoningInHistory());
                    case GENERATE, COMPLETIONS -> Optional.of(PlainPrompts.ofText(prepared.tokenizer(), questions));
                    case GENERATE_IDS, COMPLETIONS_IDS -> Optional.of(
                            PlainPrompts.ofIds(prepared.tokenizer(), questions));
                };
        int[] adapters = Adapters.byConversation(prepared.plan());
        return prompts.map(sent -> new AdapterPrompts(sent, adapters));
    }
}
