package volley.play;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import volley.config.GivenAs;

/**
 * What becomes of a run whose figures and texts do not fit the heap. Made while there is room, for nothing can be made when
 * there is none.
 */
final class FullHeap {
    private static final int EXIT_FAILED = 1;
    private static final int MIB = 1 << 20;

    private final Runtime runtime = Runtime.getRuntime();
    private final FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
    private final byte[] line = ("volley: the heap of " + runtime.maxMemory() / MIB
                    + " MiB is full; give more with -Xmx in " + GivenAs.jvmOptions() + ";"
                    + " bin/volley recover FOLDER makes the results of the turns so far\n")
            .getBytes(StandardCharsets.UTF_8);

    /** Says so, and ends the process at once: whatever else would be done needs memory too. */
    void end() {
        try {
            stderr.write(line);
        } catch (IOException | OutOfMemoryError e) {
            // The exit code has to say it.
        } finally {
            runtime.halt(EXIT_FAILED);
        }
    }
}
