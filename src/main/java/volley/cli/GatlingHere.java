package volley.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import volley.config.GivenAs;

/**
 * Plays a run in this JVM, which then is as if it had been started for it: with the properties that would be its options, and
 * Gatling's arguments as its command.
 */
final class GatlingHere {
    static final String MAIN_CLASS = "io.gatling.app.Gatling";

    /** Where the results folder is looked for. */
    private static final String JAVA_COMMAND = "sun.java.command";

    private static final int FAILED = 1;

    private GatlingHere() {}

    /**
     * Ends the process with the run's exit code, as Gatling does.
     *
     * @param command of {@code bin/volley}
     * @return the exit code of a JVM whose main method has failed, if it did
     */
    static int play(String command, Map<String, String> properties, List<String> arguments) {
        System.setProperty(GivenAs.COMMAND_PROPERTY, command);
        properties.forEach(System::setProperty);
        System.setProperty(JAVA_COMMAND, MAIN_CLASS + " " + String.join(" ", arguments));
        try {
            // by name, since only volley.gatling knows Gatling's classes
            Class.forName(MAIN_CLASS).getMethod("main", String[].class).invoke(null, (Object)
                    arguments.toArray(String[]::new));
        } catch (InvocationTargetException e) {
            tell(e.getCause());
        } catch (ReflectiveOperationException e) {
            tell(e);
        }
        return FAILED;
    }

    /** As the JVM does of what its main method throws. */
    private static void tell(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
