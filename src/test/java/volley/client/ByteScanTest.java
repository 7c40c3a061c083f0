package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Eight bytes at a time find what one at a time would. */
class ByteScanTest {
    @Test
    void findsWhatOneByteAtATimeFinds() {
        Random random = new Random(1);
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (run % 2 == 0) {
                // Mostly plain, so that the first find is not always among the first eight.
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = random.nextInt(30) == 0 ? bytes[i] : (byte) ('a' + random.nextInt(26));
                }
            }
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int end = from + random.nextInt(bytes.length - from + 1);
            assertThat(ByteScan.lineBreak(bytes, from, end)).isEqualTo(lineBreak(bytes, from, end));
            assertThat(ByteScan.endOfPlainText(bytes, from, end)).isEqualTo(endOfPlainText(bytes, from, end));
        }
    }

    @Test
    void eachByteIsTakenForWhatItIs() {
        for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
            byte[] bytes = "aaaaaaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII);
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) value;
                assertThat(ByteScan.lineBreak(bytes, 0, bytes.length)).isEqualTo(lineBreak(bytes, 0, bytes.length));
                assertThat(ByteScan.endOfPlainText(bytes, 0, bytes.length))
                        .isEqualTo(endOfPlainText(bytes, 0, bytes.length));
                bytes[at] = 'a';
            }
        }
    }

    private static int lineBreak(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] >= 0 && bytes[i] <= '\r') {
                return i;
            }
        }
        return end;
    }

    private static int endOfPlainText(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] < ' ' || bytes[i] == '"' || bytes[i] == '\\') {
                return i;
            }
        }
        return end;
    }
}
