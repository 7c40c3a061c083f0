package volley.play;

import java.time.InstantSource;
import java.util.Optional;
import volley.cold.Coldness;
import volley.config.ColdSettings;
import volley.config.ShardSettings;

/**
 * Which of several generators empties the server's cache: shard 0, before the common start. A flush while another one is
 * running would take from it what its own requests left there.
 */
final class ColdOfShards {
    private ColdOfShards() {}

    /** Why this generator leaves the cache as it is; empty: it does not. */
    static Optional<Coldness> leftAlone(ShardSettings settings, InstantSource wall) {
        if (!settings.isOneOfSeveral()) {
            return Optional.empty();
        }
        if (settings.startAt().isEmpty()) {
            return Optional.of(
                    Coldness.notProven("no shard empties the cache without a common start (start-at): it could be"
                            + " while another one is running"));
        }
        if (settings.shard().index() > 0) {
            return Optional.of(
                    Coldness.notProven("shard 0 is the one that empties the cache, before the common start"));
        }
        return wall.instant().isBefore(settings.startAt().get())
                ? Optional.empty()
                : Optional.of(Coldness.notProven(
                        "the common start had come when shard 0 was ready: the cache was not emptied any more"));
    }

    /** A salt of its own would hide from each shard what it has in common with the others. */
    static ColdSettings of(ShardSettings shards, ColdSettings settings) {
        return shards.isOneOfSeveral()
                ? new ColdSettings(
                        settings.flush(),
                        settings.patience(),
                        settings.canaries(),
                        ColdSettings.When.NEVER,
                        settings.required())
                : settings;
    }

    /** Whether another generator answers for it. */
    static boolean isOfAnother(ShardSettings settings) {
        return settings.shard().index() > 0;
    }
}
