package volley.gatling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import volley.simulator.http.ServedRequest;

/** What a simulated server was asked, to be given to it as its listener. */
final class ServedLog implements Consumer<ServedRequest> {
    private final List<ServedRequest> served = new ArrayList<>();

    @Override
    public synchronized void accept(ServedRequest request) {
        served.add(request);
    }

    /** In the order in which the requests came; they are served in another. */
    synchronized List<ServedRequest> inOrderOfArrival() {
        return served.stream()
                .sorted(Comparator.comparingInt(each -> each.request().number()))
                .toList();
    }
}
