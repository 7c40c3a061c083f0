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
import volley.servermetrics.ServerSeries;

/**
 * Makes one run of those of several load generators that worked at the same time. Nothing is averaged: all figures are
 * computed anew from the requests of all runs, and the histograms of gaps are added.
 *
 * <p>The times of the merged run count from the start of the first of them, by the generators' wall clocks: figures within
 * a request are as exact as before, those of the whole, such as throughput, as the clocks agree. In {@code requests.jsonl}
 * each line says in {@code source} which run it is of, from 0; {@code order} and {@code conversation} count on from run to
 * run. Shards of one plan are one run: they keep their conversations' numbers, and have one order.
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
            return write(sources, facts, gaps, LackingTurns.NONE, Optional.empty(), target)
                    .console();
        } catch (NoSuchFileException e) {
            throw missing(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * A plan of which all shards that there are were merged.
     *
     * @param complete whether every turn of the plan is accounted for
     * @param console the table for the console
     */
    public record Whole(RunFacts facts, boolean complete, String console) {}

    /**
     * Merges the shards of a plan into a new folder. It is the run that one generator would have made: of one plan, with the
     * plan's conversations and one order of all requests. Turns of shards that are missing or were killed are named.
     *
     * @param target made if missing; must be empty
     * @throws BadInputException if a file is missing, or the shards' figures do not mean the same
     */
    public static Whole shards(ShardSet shards, Path target) {
        try {
            List<Path> folders =
                    shards.parts().stream().map(ShardSet.Part::folder).toList();
            List<RecordedSummary> summaries = new ArrayList<>();
            for (ShardSet.Part part : shards.parts()) {
                requireFiles(part.folder());
                RecordedSummary summary = RecordedSummary.read(part.folder());
                MergedFacts.requireSameKind(
                        folders.get(0) + " and " + part.folder(),
                        shards.parts().get(0).facts(),
                        part.facts(),
                        summaries.isEmpty() ? summary : summaries.get(0),
                        summary);
                summaries.add(summary);
            }
            OffsetDateTime start = MergedFacts.start(
                    shards.parts().stream().map(ShardSet.Part::facts).toList());
            long[] offsetsNs = shards.parts().stream()
                    .mapToLong(part ->
                            Duration.between(start, part.facts().startedAt()).toNanos())
                    .toArray();
            ShardOrder orders = ShardOrder.of(folders, offsetsNs);
            List<Integer> cut = new ArrayList<>();
            List<Source> sources = new ArrayList<>();
            List<RecordedGaps> gaps = new ArrayList<>();
            for (int i = 0; i < folders.size(); i++) {
                ShardSet.Part part = shards.parts().get(i);
                int shard = i;
                if (orders.requests(i) < summaries.get(i).outcomes().planned()) {
                    cut.add(part.index());
                }
                sources.add(new Source(
                        part.folder(),
                        part.facts(),
                        summaries.get(i),
                        RequestLine.Shift.ofShard(part.index(), offsetsNs[i], order -> orders.order(shard, order))));
                gaps.add(gaps(sources.get(i)));
            }
            LackingTurns lacking = LackingTurns.of(shards, cut);
            return write(
                    sources,
                    new ShardFacts(shards, summaries, lacking).of(target),
                    gaps,
                    lacking,
                    ShardServers.of(folders, offsetsNs),
                    target);
        } catch (NoSuchFileException e) {
            throw missing(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Whole write(
            List<Source> sources,
            RunFacts facts,
            List<RecordedGaps> gaps,
            LackingTurns lacking,
            Optional<ServerSeries> servers,
            Path target)
            throws IOException {
        prepare(target);
        try (ClaimedFolder own = ClaimedFolder.of(target)) {
            Results results = Results.recovered(own.folder(), facts);
            if (!lacking.isEmpty()) {
                results.lackingIsKnown();
            }
            results.begin(facts, ResultLineForm.BENCH_SERVING);
            requests(sources, target, results);
            answers(sources, target, results);
            gaps.forEach(results::acceptGaps);
            lacking.write(target);
            servers.ifPresent(results::servedBy);
            String console = results.finish(facts);
            return new Whole(facts, results.figures().totals().outcomes().complete(), console);
        }
    }

    private static BadInputException missing(NoSuchFileException e) {
        return new BadInputException(
                e.getMessage() + " is missing; give folders of runs of Volley that came to their end");
    }

    private static BadInputException unreadable(IOException e) {
        return new BadInputException(
                "the runs cannot be merged: " + IoReason.withFile(e) + "; give folders of runs of Volley");
    }

    private static void requireFiles(Path folder) throws NoSuchFileException {
        for (String file : List.of(
                RunFile.FILE_NAME, SummaryJson.FILE_NAME, RequestLog.FILE_NAME, AnswerFile.NAME, GapLog.FILE_NAME)) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new NoSuchFileException(folder.resolve(file).toString());
            }
        }
    }

    private static List<Source> sources(List<Path> folders) throws IOException {
        List<RunFacts> facts = new ArrayList<>();
        List<RecordedSummary> summaries = new ArrayList<>();
        for (Path folder : folders) {
            requireFiles(folder);
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
                    RequestLine.Shift.ofRun(i, offsetNs, orders, conversations)));
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
                long[] answers = {0};
                AnswerFile.forEach(source.folder().resolve(AnswerFile.NAME), answer -> {
                    int order = Math.toIntExact(source.shift().orders().applyAsLong(answer.order()));
                    if (order == ShardOrder.NONE) {
                        // a run that was killed may leave an answer without its request
                        return;
                    }
                    answers[0]++;
                    counted[0] += Math.max(0, answer.textTokens());
                    new AnswerFile.Answer(
                                    order,
                                    answer.conversation() + source.shift().firstConversation(),
                                    answer.turn(),
                                    answer.textTokens(),
                                    answer.ids(),
                                    answer.reasoning(),
                                    answer.escaped())
                            .writeTo(out);
                });
                results.acceptRetokenized(retokenized(source.summary(), counted[0], answers[0]));
            }
        }
    }

    /**
     * The summary has the sum and the ratio; with the server's count, the ratio gives the other sum back exactly, or, of a
     * sample, the one that all answers would have.
     */
    private static Retokenized retokenized(RecordedSummary run, long countedByServer, long answers) {
        OptionalDouble tokens = run.value(RunMetric.OUTPUT_TOKENS_RETOKENIZED);
        double percent = run.value(RunMetric.OUTPUT_DISCREPANCY).orElse(0);
        return tokens.isPresent()
                ? new Retokenized(
                        Math.round(tokens.getAsDouble()),
                        Math.round(countedByServer * (1 + percent / 100)),
                        countedByServer,
                        run.retokenizedAnswers().orElse(answers),
                        answers)
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
