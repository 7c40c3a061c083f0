package volley.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Waits until every shard has ended. It looks at files only, so that it needs no right in the cluster; whether a shard that is
 * silent is gone, files cannot tell, so it waits no longer than its patience for any of them to write.
 */
public final class ShardWait {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final ShardFolders folders;
    private final Duration patience;
    private final LongSupplier clockNs;
    private final Pause pause;

    /** Lets time go by. */
    public interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /**
     * @param patience how long nothing may be written before those that have not ended are given up
     * @param clockNs monotonic, in ns
     */
    public ShardWait(ShardFolders folders, Duration patience, LongSupplier clockNs, Pause pause) {
        this.folders = folders;
        this.patience = patience;
        this.clockNs = clockNs;
        this.pause = pause;
    }

    /** Gives the shards that have not ended. */
    public List<Integer> await() throws InterruptedException {
        String written = folders.written();
        long sinceNs = clockNs.getAsLong();
        List<Integer> missing = folders.missing();
        while (!missing.isEmpty() && clockNs.getAsLong() - sinceNs < patience.toNanos()) {
            pause.sleep(PAUSE);
            String now = folders.written();
            if (!now.equals(written)) {
                written = now;
                sinceNs = clockNs.getAsLong();
                // a shard ends with a file
                missing = folders.missing();
            }
        }
        return missing;
    }
}
