package volley.os;

/** Threads beside the run's, which do not keep the process alive. */
public final class DaemonThread {
    private DaemonThread() {}

    public static Thread of(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * One that steps back while event loops have to read.
     *
     * @param nice as of {@link LinuxScheduler#lower(int)}
     */
    public static Thread of(String name, int nice, Runnable task) {
        return of(name, () -> {
            LinuxScheduler.lower(nice);
            task.run();
        });
    }
}
