package volley.monitor;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the JVM's compilers are at: as long as they work on hot methods, the client is slower than it will be. */
public final class JitCompilers {
    /** How the operating system's names of their threads begin. */
    public static final List<String> THREADS = List.of("C1 Compiler", "C2 Compiler");

    private static final String DIAGNOSTICS = "com.sun.management:type=DiagnosticCommand";
    private static final String QUEUE = "compilerQueue";

    private final CompilationMXBean totals = ManagementFactory.getCompilationMXBean();

    /**
     * Whether no method is being compiled or waits for it, as {@code jcmd Compiler.queue} tells. True also where the JVM
     * does not say.
     */
    public boolean idle() {
        try {
            return isEmpty(queue());
        } catch (JMException e) {
            return true;
        }
    }

    static String queue() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        return (String) server.invoke(new ObjectName(DIAGNOSTICS), QUEUE, new Object[0], new String[0]);
    }

    /** Time spent on compilations that are complete, ms, summed over the compilers' threads; 0 where the JVM does not say. */
    public long totalMs() {
        return totals != null && totals.isCompilationTimeMonitoringSupported() ? totals.getTotalCompilationTime() : 0;
    }

    /** @param queue headings that end in a colon, and under each the methods, one a line, or "Empty" */
    static boolean isEmpty(String queue) {
        return queue.lines()
                .map(String::strip)
                .allMatch(line -> line.isEmpty() || line.endsWith(":") || line.equals("Empty"));
    }
}
