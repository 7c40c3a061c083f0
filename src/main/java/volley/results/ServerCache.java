package volley.results;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import volley.client.CacheInfo;
import volley.config.Backend;
import volley.config.Settings;
import volley.config.SimulatedEngine.EngineKind;
import volley.config.SimulatedSettings;
import volley.prepare.Target;
import volley.report.lens.CacheSize;
import volley.simulator.Engines;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.HostTierConfig;

/** The size of the cache the run met, as far as it is known here. */
public final class ServerCache {
    private ServerCache() {}

    /**
     * What the user says of it, else what the server tells, else what its kind takes by default.
     *
     * @param target absent in virtual time
     */
    public static CacheSize size(Settings settings, Optional<Target> target) {
        CacheSize found = target.filter(server -> server.simulated().isEmpty())
                .map(server ->
                        told(server.control().cacheInfo(), settings.server().backend()))
                .orElseGet(() -> simulated(settings.simulated()));
        Settings.Lens given = settings.lens();
        return new CacheSize(
                given.pageTokens().orElse(found.pageTokens()),
                given.pageTokens().isPresent() || found.pageKnown(),
                given.gpuTokens().isPresent() ? tokens(given.gpuTokens()) : found.gpuTokens(),
                given.hostTokens().isPresent() ? tokens(given.hostTokens()) : found.hostTokens());
    }

    private static CacheSize told(CacheInfo told, Backend backend) {
        // A server that tells of its cache but not of its page has one that is none of its kind's default.
        OptionalInt page = told.equals(CacheInfo.UNKNOWN) ? backend.defaultPageTokens() : told.pageTokens();
        return new CacheSize(page.orElse(1), page.isPresent(), told.gpuTokens(), told.hostTokens());
    }

    /** The server in this process, or the engine in virtual time: whatever its surface tells, its settings are here. */
    private static CacheSize simulated(SimulatedSettings asked) {
        if (asked.engine().kind() == EngineKind.FIXED_RATE) {
            return new CacheSize(1, OptionalLong.of(asked.cacheTokens()), OptionalLong.empty());
        }
        CacheConfig cache = Engines.config(asked.engine()).cache();
        Optional<HostTierConfig> host = cache.hostTier();
        return new CacheSize(
                cache.pageSizeTokens(),
                OptionalLong.of(cache.prefixCache() ? cache.deviceCapacityTokens() : 0),
                host.isPresent() ? OptionalLong.of(host.get().capacityTokens()) : OptionalLong.empty());
    }

    private static OptionalLong tokens(OptionalInt value) {
        return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
    }
}
