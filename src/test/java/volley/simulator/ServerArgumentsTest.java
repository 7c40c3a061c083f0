package volley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.Backend;
import volley.config.BadInputException;

class ServerArgumentsTest {
    @Test
    void bothFormsAreReadAndTheRestIsTheReferences() {
        ServerArguments arguments =
                ServerArguments.parse(List.of("--backend", "vllm", "--inter-token-ms=2.5", "--cache-report", "false"));

        assertThat(arguments.backend()).isEqualTo(Backend.VLLM);
        assertThat(arguments.port()).isEqualTo(8000);
        assertThat(arguments.host()).isEqualTo("127.0.0.1");
        assertThat(arguments.cacheReport()).isFalse();
        assertThat(arguments.timing()).isEqualTo(new SimulatedTiming(5, 20_000, 2.5, 1_000_000));
    }

    @ParameterizedTest
    @CsvSource({
        "--prot=1, --prot=1 is no option",
        "port, port is no option",
        "-, - is no option",
        "--port, --port has no value",
        "--port=abc, port has type STRING",
        "--port=70000, port is 70000",
        "--backend=tgi, backend is tgi",
        "--inter-token-ms=-1, inter-token-ms is -1.0",
        "--prefill-tokens-per-second=0, prefill-tokens-per-second is 0.0",
        "--cache-tokens=-5, cache-tokens is -5.0"
    })
    void aBadOptionIsOneClearLine(String argument, String said) {
        assertThatThrownBy(() -> ServerArguments.parse(List.of(argument)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(said)
                .hasMessageContaining(";")
                .message()
                .doesNotContain("\n");
    }
}
