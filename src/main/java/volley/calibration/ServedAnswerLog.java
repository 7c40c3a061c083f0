package volley.calibration;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import volley.simulator.http.ServedRequest;

/**
 * The answers of a server to conversations with {@link Tags numbers}. A conversation's n-th answer is that to its n-th
 * turn: no turn is asked before the one before is answered. What was refused is no answer, and may be asked again.
 * Thread-safe.
 */
final class ServedAnswerLog implements Consumer<ServedRequest> {
    private final Queue<ServedTimes> served = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();

    @Override
    public void accept(ServedRequest request) {
        if (request.tokenSentNs().length > 0) {
            Tags.of(request.request())
                    .ifPresent(tag -> served.add(new ServedTimes(
                            tag,
                            answers.merge(tag, 1, Integer::sum) - 1,
                            request.receivedNs(),
                            request.tokenSentNs())));
        }
    }

    void write(DataOutputStream out) throws IOException {
        for (ServedTimes times : served) {
            times.write(out);
        }
    }
}
