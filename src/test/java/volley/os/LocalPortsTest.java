package volley.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalPortsTest {
    @Test
    void theFirstIsAsLinuxTellsIt() {
        assertThat(LocalPorts.first("32768\t60999\n")).isEqualTo(32_768);
        assertThat(LocalPorts.first("1024 65535")).isEqualTo(1_024);
    }

    @Test
    void anythingElseLeavesNoPortOut() {
        assertThat(LocalPorts.first("")).isZero();
        assertThat(LocalPorts.first("all")).isZero();
        assertThat(LocalPorts.first("70000 80000")).isZero();
        assertThat(LocalPorts.first("-5 7")).isZero();
    }
}
