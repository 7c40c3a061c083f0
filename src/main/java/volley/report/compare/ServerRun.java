package volley.report.compare;

import java.nio.file.Path;

/**
 * A run of a server that is compared with others.
 *
 * @param server the server's name
 * @param folder where its results are
 */
public record ServerRun(String server, Path folder) {}
