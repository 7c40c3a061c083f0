package volley.play;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.plan.Plan;
import volley.prepare.ShardText;
import volley.report.folder.ShardFile;
import volley.report.folder.StartMark;

/** What the results of one generator of several say of its part, and of its start. */
final class ShardResults {
    private static final Logger LOG = LoggerFactory.getLogger(ShardResults.class);

    private static final String SPLIT_LIMIT =
            "max-concurrency is split among the shards, each of which waits for a place of its own part: at a rate, together"
                    + " they wait more often than one generator would";

    private final Plan plan;
    private volatile Optional<StartMark> start = Optional.empty();

    ShardResults(Plan plan) {
        this.plan = plan;
    }

    /** @param mark what became of a start that was given */
    void start(Optional<StartMark> mark) {
        start = mark;
    }

    /** What a reader of the results must know, one line each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(ofPart());
        if (isShard()
                && plan.load().maxConcurrency().isPresent()
                && Double.isFinite(plan.load().requestsPerSecond())) {
            notes.add(SPLIT_LIMIT);
        }
        return notes;
    }

    /** What a reader of the whole's results need not know. */
    private List<String> ofPart() {
        List<String> notes = new ArrayList<>();
        if (isShard()) {
            notes.add("this is shard " + ShardText.of(plan)
                    + "; bin/volley merge makes the whole of all shards' folders");
        }
        start.ifPresent(mark -> notes.add(String.format(
                Locale.ROOT,
                "the run began %.3f ms %s %s by this machine's clock; the server's clock is %s",
                Math.abs(mark.skewNs()) / 1e6,
                mark.skewNs() < 0 ? "before" : "after",
                mark.at(),
                mark.clock().map(clock -> clock.text()).orElse("not known: its answers had no Date in time"))));
        return notes;
    }

    /** Writes {@link ShardFile}, for the merge. Never fails the run. */
    void write(Path folder) {
        if (isShard()) {
            try {
                new ShardFile(
                                plan.part().shard(),
                                plan.part().turns(),
                                plan.part().shards(),
                                start,
                                ofPart())
                        .write(folder);
            } catch (IOException e) {
                LOG.error("{} could not be written", ShardFile.NAME, e);
            }
        }
    }

    private boolean isShard() {
        return !plan.part().shard().isWhole();
    }
}
