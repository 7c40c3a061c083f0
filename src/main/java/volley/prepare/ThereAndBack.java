package volley.prepare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Repeated runs of several servers, A B B A: what drifts in the meantime hits all of them alike. */
final class ThereAndBack {
    private ThereAndBack() {}

    /**
     * One run of a server.
     *
     * @param repeat which of its runs, from 1
     */
    record Leg(String server, int repeat) {}

    static List<Leg> of(List<String> servers, int repeats) {
        List<Leg> legs = new ArrayList<>();
        for (int repeat = 1; repeat <= repeats; repeat++) {
            List<String> pass = new ArrayList<>(servers);
            if (repeat % 2 == 0) {
                Collections.reverse(pass);
            }
            for (String server : pass) {
                legs.add(new Leg(server, repeat));
            }
        }
        return legs;
    }
}
