package volley.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ports that Linux gives to connections. */
final class LocalPorts {
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private LocalPorts() {}

    /** The first of them, or 0 where it is not told. */
    static int first() {
        try {
            return first(Files.readString(RANGE));
        } catch (IOException e) {
            return 0;
        }
    }

    /** @param range as Linux tells it: the first and the last, with space between them */
    static int first(String range) {
        String[] bounds = range.strip().split("\\s+", 2);
        try {
            int first = Integer.parseInt(bounds[0]);
            return first < 0 || first >= 1 << 16 ? 0 : first;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
