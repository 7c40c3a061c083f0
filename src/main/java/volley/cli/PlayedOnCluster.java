package volley.cli;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.RequestHeaders;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.kubernetes.ShardedRun;
import volley.play.LoadRequests;

/** What a command line would play here, as the shards of a cluster are to play it. */
final class PlayedOnCluster {
    private static final String PREFIX = "volley.";

    private PlayedOnCluster() {}

    /**
     * Checks the parameters as a run here would; but for what the pods have from a Secret.
     *
     * @param shards how many there are
     * @param start when all begin
     * @throws BadInputException for what a shard would refuse
     */
    static ShardedRun.Played of(Launch here, int shards, Instant start) {
        Properties asked = new Properties();
        asked.putAll(here.properties());
        // The pods have no files of this machine, so that what is in that of --config goes with the parameters.
        SortedMap<String, String> parameters =
                GivenAs.flagsOf(here.command(), () -> SettingsReader.given(asked, here.kind()));
        parameters.remove("config");
        SortedMap<String, String> others = new TreeMap<>(here.properties());
        others.keySet().removeIf(name -> name.startsWith(PREFIX));
        if (parameters.containsKey("shard")) {
            throw new BadInputException("--shard is each pod's own; give their number with --shards");
        }
        SortedMap<String, String> toCheck = new TreeMap<>(here.properties());
        toCheck.put(PREFIX + "shard", "0/" + shards);
        toCheck.put(PREFIX + "start-at", start.toString());
        parameters.forEach((name, value) -> {
            if (RequestHeaders.isHeader(name) && RequestHeaders.variable(value).isPresent()) {
                toCheck.put(PREFIX + name, "of-the-secret");
            }
        });
        Launch checked = new Launch(here.command(), here.kind(), toCheck);
        checked.check();
        Properties properties = new Properties();
        properties.putAll(toCheck);
        Settings settings = GivenAs.flagsOf(here.command(), () -> {
            Settings read = SettingsReader.read(properties, here.kind());
            LoadRequests.check(read);
            return read;
        });
        if (settings.output().dryRun()) {
            throw new BadInputException(
                    "--dry-run is of a run here: pods that send nothing have no results to merge; leave it"
                            + " out, these manifests start nothing until kubectl applies them");
        }
        return new ShardedRun.Played(here.kind().command(), parameters, others, servers(settings));
    }

    private static List<URI> servers(Settings settings) {
        List<URI> servers = new ArrayList<>();
        settings.server().baseUrl().ifPresent(servers::add);
        settings.special().comparison().endpoints().forEach(endpoint -> servers.add(endpoint.baseUrl()));
        servers.addAll(settings.server().metrics().addresses());
        return servers;
    }
}
