package volley.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JitCompilersTest {
    private static final String IDLE =
            """
            Current compiles:

            C1 compile queue:
            Empty

            C2 compile queue:
            Empty

            """;

    @Test
    void nothingIsCompiledNorWaits() {
        assertThat(JitCompilers.isEmpty(IDLE)).isTrue();
    }

    @Test
    void aMethodIsBeingCompiled() {
        assertThat(JitCompilers.isEmpty(IDLE.replace(
                        "Current compiles:", "Current compiles:\nC2 CompilerThread0  1234   4  a.B::c (42 bytes)")))
                .isFalse();
    }

    @Test
    void aMethodWaits() {
        assertThat(JitCompilers.isEmpty(IDLE.replaceFirst("Empty", "   77  1  a.B::c (42 bytes)")))
                .isFalse();
    }

    /** What the running JVM answers can be asked for, and its heading is what the rule above reads. */
    @Test
    void thisJvmTells() throws Exception {
        assertThat(JitCompilers.queue()).contains("Current compiles:").contains("C1 compile queue:");
    }
}
