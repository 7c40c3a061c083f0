package volley.report.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.client.Outcome;
import volley.metrics.RequestFigures;
import volley.metrics.RunAccumulator;
import volley.metrics.StreamGaps;
import volley.metrics.TurnRecord;
import volley.monitor.Interference;
import volley.monitor.Monitor;
import volley.servermetrics.ServerSample;

/** The files that are written as a run goes. One that fails is given up; the others go on. Used by one thread. */
public final class RunLogs implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLogs.class);

    private final Path folder;
    private final BiConsumer<String, Exception> failed;
    private RequestLog requests;
    private AnswerLog answers;
    private GapLog gaps;
    private UncountedStreams uncounted;
    private RequestRows rows;
    private RunRequests written;
    private Optional<InterferenceFile> interference = Optional.empty();
    private Optional<ServerMetricsFile> serverMetrics = Optional.empty();

    private RunLogs(Path folder, BiConsumer<String, Exception> failed) {
        this.folder = folder;
        this.failed = failed;
    }

    /** Logs that write nothing until {@link #finishGaps}, of a run whose other files are there. */
    public static RunLogs none(Path folder) {
        return new RunLogs(folder, (what, failure) -> {});
    }

    /**
     * Opens them.
     *
     * @param claimed the run's folder
     * @param runStartNs {@code System.nanoTime()} at the run's start
     * @param failed told which file could not be written, and why
     */
    public static RunLogs open(ClaimedFolder claimed, long runStartNs, BiConsumer<String, Exception> failed)
            throws IOException {
        Path folder = claimed.folder();
        RunLogs logs = new RunLogs(folder, failed);
        try {
            logs.answers = new AnswerLog(folder);
            logs.requests = new RequestLog(claimed.requests(), runStartNs, logs::flushAnswers);
            logs.gaps = new GapLog(folder);
            logs.rows = new RequestRows(folder, runStartNs);
            return logs;
        } catch (IOException e) {
            logs.close();
            throw e;
        }
    }

    /** Keeps the streams whose tokens per event the server does not tell, until {@link #countUncounted}. */
    public void keepUncounted(RunAccumulator accumulator) throws IOException {
        uncounted = new UncountedStreams(folder);
        accumulator.keepUncounted(uncounted::keep);
    }

    public void countUncounted(RunAccumulator accumulator) {
        if (uncounted != null) {
            uncounted.countInto(accumulator);
        }
    }

    /** Writes what disturbs the client as the run goes, until {@link #endWatch}. */
    public void watch(long runStartNs, Monitor monitor) {
        interference = InterferenceFile.open(folder, runStartNs, monitor);
    }

    /**
     * Writes what the servers tell as the run goes, until {@link #endWatch}.
     *
     * @param answersAfter the answers so far, but for the first so many
     */
    public void watchServers(long runStartNs, IntFunction<List<ServerSample>> answersAfter) {
        serverMetrics = ServerMetricsFile.open(folder, runStartNs, answersAfter);
    }

    /** What the client is watched for. */
    public Set<Interference.Kind> watchedFor() {
        return interference.map(InterferenceFile::kinds).orElse(Set.of());
    }

    public void endWatch() {
        interference.ifPresent(RunLogs::closeQuietly);
        interference = Optional.empty();
        serverMetrics.ifPresent(RunLogs::closeQuietly);
        serverMetrics = Optional.empty();
    }

    /** Writes a turn that ended, and its answer. */
    public void write(TurnRecord turn, RequestFigures figures) {
        if (answers != null && turn.outcome() == Outcome.OK) {
            try {
                answers.add(turn, figures);
            } catch (IOException e) {
                answersFailed(AnswerFile.NAME + " from request " + turn.order() + " on", e);
            }
        }
        if (requests != null) {
            try {
                keepRow(turn, figures, requests.write(turn, figures));
            } catch (IOException e) {
                requestsFailed(e);
            }
        }
    }

    private void keepRow(TurnRecord turn, RequestFigures figures, long roomForCount) {
        if (rows != null) {
            try {
                rows.add(turn, figures, roomForCount);
            } catch (IOException e) {
                rowsFailed(e);
            }
        }
    }

    private void rowsFailed(IOException e) {
        LOG.debug("requests are read from their file again", e);
        closeQuietly(rows);
        rows = null;
    }

    /** Has the lines leave room for the client's counts of prompts. To be called before the first. */
    public void promptsAreCountedLater() {
        if (requests != null && rows != null) {
            requests.countsComeLater();
        }
    }

    /** Counts prompts as {@link PromptCounts#of} does, without reading the file where it need not be read. */
    public CountedPrompts countPrompts(PromptCounter counter, IntPredicate compared, CountedPrompts.Receiver receiver)
            throws IOException {
        return rows == null
                ? PromptCounts.of(folder, counter, compared, receiver)
                : CountsInPlace.of(folder, rows, counter, compared, receiver);
    }

    /** The requests written, once all are: as they were kept, or from their file where that failed. Read once. */
    public RunRequests readRequests() {
        if (written == null && rows != null) {
            try {
                written = rows.read();
                rows = null;
            } catch (IOException e) {
                rowsFailed(e);
            }
        }
        if (written == null) {
            written = RunRequests.read(folder);
        }
        return written;
    }

    /** Before any line of {@code requests.jsonl}, so that no line survives a kill without its answer. */
    private void flushAnswers() {
        if (answers != null) {
            try {
                answers.flush();
            } catch (IOException e) {
                answersFailed(AnswerFile.NAME, e);
            }
        }
    }

    private void answersFailed(String what, IOException e) {
        failed.accept(what, e);
        closeQuietly(answers);
        answers = null;
    }

    /** Hands the turns so far to the operating system. */
    public void flush() {
        if (requests != null) {
            try {
                requests.flush();
            } catch (IOException e) {
                requestsFailed(e);
            }
        }
    }

    private void requestsFailed(IOException e) {
        failed.accept(RequestLog.FILE_NAME, e);
        Arrays.asList(requests, rows).forEach(RunLogs::closeQuietly);
        requests = null;
        rows = null;
    }

    /** As {@link GapLog#write}, during the run; also what disturbed the client, and what the servers told. */
    public void flushGaps(StreamGaps now, long completed, long endNs) {
        interference.ifPresent(InterferenceFile::writeNew);
        serverMetrics.ifPresent(ServerMetricsFile::writeNew);
        if (gaps != null) {
            try {
                gaps.write(now, completed, endNs);
            } catch (IOException e) {
                // All gaps are in memory still, and finishGaps() tries again.
                LOG.warn("{} could not be written during the run", GapLog.FILE_NAME, e);
                closeQuietly(gaps);
                gaps = null;
            }
        }
    }

    /** Writes the last gaps, or all if that failed during the run, and ends their file. */
    public void finishGaps(StreamGaps all, long completed, long endNs) throws IOException {
        try (GapLog log = gaps == null ? new GapLog(folder) : gaps) {
            gaps = null;
            log.write(all, completed, endNs);
        }
    }

    /** Ends the file of the turns. */
    public void finishRequests() throws IOException {
        if (requests != null) {
            RequestLog log = requests;
            requests = null;
            log.close();
        }
    }

    /** Hands over the answers, to be closed by who takes them; empty if none were kept. */
    public Optional<AnswerLog> takeAnswers() {
        Optional<AnswerLog> kept = Optional.ofNullable(answers);
        answers = null;
        return kept;
    }

    /** Lets go of the files that are not ended. */
    @Override
    public void close() {
        Arrays.asList(requests, answers, gaps, uncounted, rows).forEach(RunLogs::closeQuietly);
        endWatch();
        requests = null;
        answers = null;
        gaps = null;
        rows = null;
    }

    private static void closeQuietly(Closeable file) {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("a file given up could not be closed", e);
        }
    }
}
