package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.Backend;

class FlushReplyTest {
    private static FlushReply of(Backend backend, int status, String body) {
        return FlushReply.of(backend, status, body, UnaryOperator.identity());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
            VLLM   | 200 | ''                                    | DONE
            VLLM   | 200 | {"success": true}                     | DONE
            VLLM   | 200 | {"success": false}                    | BUSY
            VLLM   | 200 | [{"success":true},{"success":false}]  | BUSY
            VLLM   | 200 | {"ranks":[{"success":false}]}         | BUSY
            SGLANG | 200 | Cache flushed.                        | DONE
            SGLANG | 400 | Timed out waiting for idle state.     | BUSY
            SGLANG | 503 | ''                                    | BUSY
            SGLANG | 401 | {"error":"Unauthorized"}              | REFUSED
            SGLANG | 500 | Cache flush failed on one or more     | REFUSED
            SGLANG | 200 | {"workers_flushed":0}                 | REFUSED
            SGLANG | 200 | {"workers_flushed":1,"total_http_workers":2} | REFUSED
            SGLANG | 200 | {"workers_flushed":2,"total_http_workers":2,"failed":[]} | DONE
            """)
    void whatAnAnswerComesTo(Backend backend, int status, String body, FlushReply.Kind kind) {
        assertThat(of(backend, status, body).kind()).isEqualTo(kind);
    }

    /** As real servers and routers have answered. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            vllm-router-0.1.17-rr/post_reset_prefix_cache.txt        | VLLM   | DONE    | ''
            vllm-router-0.1.17-rr/post_flush_cache.txt               | SGLANG | REFUSED | Cache flush failed on one or more servers
            vllm-0.32.0-cpu/post_reset_prefix_cache.txt              | VLLM   | REFUSED | VLLM_SERVER_DEV_MODE=1
            sglang-router-0.3.2-cache-aware/post_flush_cache.txt     | SGLANG | REFUSED | 0 succeeded, 2 failed
            transformers-serve-5.19/post_flush_cache.txt             | SGLANG | REFUSED | HTTP 404 Not Found
            """)
    void captured(String file, Backend backend, FlushReply.Kind kind, String detail) throws IOException {
        Path path = Path.of("../shared/data/captures").resolve(file);
        assumeTrue(Files.exists(path), () -> path + " is not here");
        String[] parts = Files.readString(path).split("\\r?\\n\\r?\\n", 2);
        FlushReply reply = of(backend, Integer.parseInt(parts[0].split(" ", -1)[1]), parts[1]);
        assertThat(reply.kind()).isEqualTo(kind);
        assertThat(reply.detail()).contains(detail);
    }
}
