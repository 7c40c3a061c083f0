package volley.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.metrics.GapMetric;
import volley.metrics.RunMetric;
import volley.metrics.TokenTotals.Retokenized;
import volley.report.folder.AnswerFile;
import volley.report.folder.ClaimedFolder;
import volley.report.folder.GapLog;
import volley.report.folder.RecordedGaps;
import volley.report.folder.RecordedTurns;
import volley.report.folder.RequestLine;
import volley.report.folder.RequestLog;
import volley.report.folder.RunFacts;
import volley.report.folder.RunFile;
import volley.report.line.ResultLineForm;
import volley.report.summary.RecordedSummary;
import volley.report.summary.SummaryJson;

/**
 * Makes one run of those of several load generators that worked at the same time. Nothing is averaged: all figures are
 * computed anew from the requests of all runs, and the histograms of gaps are added.
 *
 * <p>The times of the merged run count from the start of the first of them, by the generators' wall clocks: figures within
 * a request are as exact as before, those of the whole, such as throughput, as the clocks agree. In {@code requests.jsonl}
 * each line says in {@code source} which run it is of, from 0; {@code order} and {@code conversation} count on from run to
 * run.
 */
public final class Merge {
    private static final JsonMapper JSON = new JsonMapper();

    private Merge() {}

    /** A run, and what its times, orders and conversations are shifted by. */
    private record Source(Path folder, RunFacts facts, RecordedSummary summary, RequestLine.Shift shift) {}

    /** The lines of a source, with the next one at hand. */
    private static final class Head {
        private final int index;
        private final Source source;
        private final RecordedTurns lines;
        private ObjectNode next;
        private long endNs;

        Head(int index, Source source) throws IOException {
            this.index = index;
            this.source = source;
            this.lines = new RecordedTurns(source.folder());
        }

        /** A turn that was never sent has no end, and comes behind the one before it. */
        boolean advance() throws IOException {
            Optional<ObjectNode> line = lines.next();
            line.ifPresent(turn -> {
                source.shift().apply(turn);
                next = turn;
                endNs = RequestLine.endNs(turn, endNs);
            });
            return line.isPresent();
        }
    }

    /**
     * Merges runs into a new folder.
     *
     * @param target made if missing; must be empty
     * @return the table for the console
     * @throws BadInputException if these runs make no whole, or a file is missing
     */
    public static String merge(List<Path> folders, Path target) {
        try {
            List<Source> sources = sources(folders);
            RunFacts facts = MergedFacts.of(
                    sources.stream().map(Source::facts).toList(),
                    sources.stream().map(Source::summary).toList(),
                    target);
            List<RecordedGaps> gaps = new ArrayList<>();
            for (Source source : sources) {
                gaps.add(gaps(source));
            }
            prepare(target);
            try (ClaimedFolder own = ClaimedFolder.of(target)) {
                Results results = Results.recovered(own.folder(), facts);
                results.begin(facts, ResultLineForm.BENCH_SERVING);
                requests(sources, target, results);
                answers(sources, target, results);
                gaps.forEach(results::acceptGaps);
                return results.finish(facts);
            }
        } catch (NoSuchFileException e) {
            throw new BadInputException(
                    e.getMessage() + " is missing; give folders of runs of Volley that came to their end");
        } catch (IOException e) {
            throw new BadInputException(
                    "the runs cannot be merged: " + IoReason.withFile(e) + "; give folders of runs of Volley");
        }
    }

    private static List<Source> sources(List<Path> folders) throws IOException {
        List<RunFacts> facts = new ArrayList<>();
        List<RecordedSummary> summaries = new ArrayList<>();
        for (Path folder : folders) {
            for (String file : List.of(
                    RunFile.FILE_NAME,
                    SummaryJson.FILE_NAME,
                    RequestLog.FILE_NAME,
                    AnswerFile.NAME,
                    GapLog.FILE_NAME)) {
                if (!Files.isRegularFile(folder.resolve(file))) {
                    throw new NoSuchFileException(folder.resolve(file).toString());
                }
            }
            facts.add(RunFile.read(folder, List.of()));
            summaries.add(RecordedSummary.read(folder));
        }
        MergedFacts.requireOneWhole(folders, facts, summaries);
        OffsetDateTime start = MergedFacts.start(facts);
        List<Source> sources = new ArrayList<>();
        long orders = 0;
        int conversations = 0;
        for (int i = 0; i < folders.size(); i++) {
            long offsetNs = Duration.between(start, facts.get(i).startedAt()).toNanos();
            sources.add(new Source(
                    folders.get(i),
                    facts.get(i),
                    summaries.get(i),
                    new RequestLine.Shift(i, offsetNs, orders, conversations)));
            orders += facts.get(i).plannedTurns();
            conversations += facts.get(i).upstream().numPrompts();
        }
        return sources;
    }

    private static void prepare(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isPresent()) {
                throw new BadInputException(target + " is not empty; give another folder (--out)");
            }
        }
    }

    /** In the order in which they ended. */
    private static void requests(List<Source> sources, Path target, Results results) throws IOException {
        PriorityQueue<Head> heads = new PriorityQueue<>(
                Comparator.<Head>comparingLong(head -> head.endNs).thenComparingInt(head -> head.index));
        try (BufferedWriter out = Files.newBufferedWriter(target.resolve(RequestLog.FILE_NAME))) {
            for (int i = 0; i < sources.size(); i++) {
                enqueue(heads, new Head(i, sources.get(i)));
            }
            while (!heads.isEmpty()) {
                Head head = heads.remove();
                results.acceptRecorded(head.lines.record(head.next));
                out.write(JSON.writeValueAsString(head.next));
                out.write('\n');
                enqueue(heads, head);
            }
        }
    }

    private static void enqueue(PriorityQueue<Head> heads, Head head) throws IOException {
        if (head.advance()) {
            heads.add(head);
        } else {
            head.lines.close();
        }
    }

    private static void answers(List<Source> sources, Path target, Results results) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target.resolve(AnswerFile.NAME)))) {
            for (Source source : sources) {
                long[] counted = {0};
                AnswerFile.forEach(source.folder().resolve(AnswerFile.NAME), answer -> {
                    counted[0] += Math.max(0, answer.textTokens());
                    new AnswerFile.Answer(
                                    Math.toIntExact(
                                            answer.order() + source.shift().firstOrder()),
                                    answer.conversation() + source.shift().firstConversation(),
                                    answer.turn(),
                                    answer.textTokens(),
                                    answer.ids(),
                                    answer.reasoning(),
                                    answer.escaped())
                            .writeTo(out);
                });
                results.acceptRetokenized(retokenized(source.summary(), counted[0]));
            }
        }
    }

    /** The summary has the sum and the ratio; with the server's count, the ratio gives the other sum back exactly. */
    private static Retokenized retokenized(RecordedSummary run, long countedByServer) {
        OptionalDouble tokens = run.value(RunMetric.OUTPUT_TOKENS_RETOKENIZED);
        double percent = run.value(RunMetric.OUTPUT_DISCREPANCY).orElse(0);
        return tokens.isPresent()
                ? new Retokenized(
                        Math.round(tokens.getAsDouble()),
                        Math.round(countedByServer * (1 + percent / 100)),
                        countedByServer)
                : Retokenized.NONE;
    }

    private static RecordedGaps gaps(Source source) throws IOException {
        RecordedGaps recorded = RecordedGaps.read(source.folder());
        for (GapMetric metric : GapMetric.values()) {
            RecordedGaps.Gaps gaps = recorded.byMetric().get(metric.id());
            long count = source.summary().count(metric);
            if (gaps == null || gaps.exact().count() != count) {
                throw new BadInputException(source.folder().resolve(GapLog.FILE_NAME) + " has other gaps of "
                        + metric.id() + " than " + SummaryJson.FILE_NAME + "; give the folder as the run left it");
            }
        }
        return recorded;
    }
}
