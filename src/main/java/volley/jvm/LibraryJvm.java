package volley.jvm;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The options of a JVM that another project has started. */
public final class LibraryJvm {
    /** One of those of {@code bin/lib/client-jvm-options} that nobody sets by chance. */
    private static final String TELLTALE = "-XX:PerMethodTrapLimit=0";

    private LibraryJvm() {}

    /** Says in a line that they are missing. */
    public static void check() {
        List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
        if (!given.contains(TELLTALE)) {
            System.err.println(
                    "volley: this JVM has not the options under which the client's errors were measured, so its"
                            + " own delays may be larger; docs/library.md lists them");
        }
    }
}
