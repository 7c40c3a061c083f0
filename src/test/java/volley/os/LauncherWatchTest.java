package volley.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LauncherWatchTest {
    private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    /** What a run does at its beginning, and then nothing. */
    public static final class Run {
        private Run() {}

        public static void main(String[] arguments) throws InterruptedException {
            LauncherWatch.start();
            System.out.println(ProcessHandle.current().pid());
            Thread.sleep(TimeUnit.MINUTES.toMillis(2));
        }
    }

    /** A shell that starts a run and waits for it. */
    private static Process launcher(String name) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(List.of(
                        "sh",
                        "-c",
                        "\"$@\" < /dev/null; exit 0",
                        name,
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes,
                        Run.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static ProcessHandle run(Process launcher) throws Exception {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(launcher.getInputStream(), StandardCharsets.UTF_8));
        return ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
    }

    @Test
    void aRunThatMavenStartedEndsWithItHoweverThatEnds() throws Exception {
        Process launcher = launcher(MAVEN);
        ProcessHandle run = run(launcher);
        launcher.destroyForcibly();
        run.onExit().get(60, TimeUnit.SECONDS);
        assertThat(run.isAlive()).isFalse();
    }

    @Test
    void aRunOfAShellMayOutliveIt() throws Exception {
        Process launcher = launcher("sh");
        ProcessHandle run = run(launcher);
        launcher.destroyForcibly().waitFor();
        try {
            assertThat(run.isAlive()).isTrue();
        } finally {
            run.destroyForcibly();
        }
    }
}
