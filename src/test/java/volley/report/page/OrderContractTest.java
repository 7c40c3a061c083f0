package volley.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.report.folder.RunRequests;

class OrderContractTest {
    @TempDir
    Path folder;

    @Test
    void inversionsAreThePairsOutOfOrder() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int[] values = random.ints(random.nextInt(40), 0, 30).toArray();
            long expected = 0;
            for (int i = 0; i < values.length; i++) {
                for (int j = i + 1; j < values.length; j++) {
                    expected += values[i] > values[j] ? 1 : 0;
                }
            }
            assertThat(OrderContract.inversions(values)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    /** Sent: A1 B1 B2 A2, where the round robin is A1 B1 A2 B2; and the second ticket went out before the first. */
    @Test
    void bothIntendedOrdersAreCompared() throws IOException {
        Files.writeString(
                folder.resolve("requests.jsonl"),
                line(1, 0, 0, 10) + line(0, 1, 0, 20) + line(3, 0, 1, 40) + line(2, 1, 1, 30)
                        + "{\"order\":null,\"conversation\":2,\"turn\":0,\"outcome\":\"cancelled\",\"sent_ns\":null}\n"
                        + "{\"order\":4,\"conver");
        OrderContract contract = OrderContract.of(RunRequests.read(folder));
        assertThat(contract.sent()).isEqualTo(4);
        assertThat(contract.ticketInversions()).isEqualTo(1);
        assertThat(contract.ticketDisplaced()).isEqualTo(2);
        assertThat(contract.roundRobinInversions()).isEqualTo(1);
        assertThat(contract.roundRobinDisplaced()).isEqualTo(2);
        assertThat(contract.places()).containsExactly(0, 1, 3, 2);
    }

    private static String line(int order, int conversation, int turn, long sentNs) {
        return "{\"order\":" + order + ",\"conversation\":" + conversation + ",\"turn\":" + turn
                + ",\"outcome\":\"ok\",\"sent_ns\":" + sentNs + ",\"end_ns\":" + (sentNs + 5) + "}\n";
    }
}
