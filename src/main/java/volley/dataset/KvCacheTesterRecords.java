package volley.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sessions of kv-cache-tester to requests. A request follows the one before it in its list. A sub-agent is a list of its
 * own: its first request follows the one before its marker, beside other sub-agents, and the next request of the list
 * that has the marker follows the last one of each, unless the sub-agent was launched into the background.
 */
final class KvCacheTesterRecords {
    private static final String BACKGROUND = "async_launched";

    private final double msPerTime;
    private final BlockTree tree;
    private long sessions;
    private int places;

    KvCacheTesterRecords(double msPerTime, BlockTree tree) {
        this.msPerTime = msPerTime;
        this.tree = tree;
    }

    /** The requests of a file, which has ids and times of its own. */
    List<TraceRequest> session(JsonNode file) throws MalformedRecordException {
        boolean shared = file.path("hash_id_scope").asText("local").equals("global");
        Session session = new Session(file.path("id").asText("session"), shared ? 0 : ++sessions);
        session.add(file.path("requests"), 0, new Follows(new int[0], Double.NaN));
        places += session.requests.size();
        return session.requests;
    }

    /**
     * What the next request of a list follows.
     *
     * @param endMs when the last of them was complete; NaN: not told
     */
    @SuppressWarnings("ArrayRecordComponent") // of a few requests; never compared
    private record Follows(int[] places, double endMs) {
        Follows and(Follows other) {
            int[] both = Arrays.copyOf(places, places.length + other.places.length);
            System.arraycopy(other.places, 0, both, places.length, other.places.length);
            return new Follows(both, Math.max(endMs, other.endMs));
        }
    }

    private final class Session {
        private final String id;
        private final long scope;
        private final List<TraceRequest> requests = new ArrayList<>();

        Session(String id, long scope) {
            this.id = id;
            this.scope = scope;
        }

        /**
         * Times of a sub-agent's requests count from its marker, unless the first one is not before it.
         *
         * @param first what the list's first request follows
         * @return what follows the whole list
         */
        Follows add(JsonNode list, double startMs, Follows first) throws MalformedRecordException {
            double fromMs = startMs;
            if (startMs > 0 && !list.isEmpty() && TraceFields.number(list.get(0), "t") * msPerTime >= startMs) {
                fromMs = 0;
            }
            // what a sub-agent's first request follows, and what the list's own next one does
            Follows before = first;
            Follows next = first;
            boolean begun = false;
            boolean joins = false;
            for (JsonNode each : list) {
                double timeMs = fromMs + TraceFields.number(each, "t") * msPerTime;
                if (each.has("requests")) {
                    int sent = requests.size();
                    Follows agent = add(each.path("requests"), timeMs, before);
                    if (requests.size() > sent
                            && !each.path("status").asText("").equals(BACKGROUND)) {
                        next = joins ? next.and(agent) : agent;
                        joins = true;
                    }
                } else {
                    before = request(each, timeMs, next, begun && !joins);
                    next = before;
                    begun = true;
                    joins = false;
                }
            }
            return next;
        }

        /** @param alone whether it follows the list's request before it and nothing else: its think time is of that */
        private Follows request(JsonNode each, double timeMs, Follows follows, boolean alone)
                throws MalformedRecordException {
            JsonNode apiTime = each.path("api_time");
            double endMs = apiTime.isNumber() ? timeMs + apiTime.doubleValue() * msPerTime : Double.NaN;
            JsonNode think = each.path("think_time");
            double thinkMs =
                    alone && think.isNumber() ? think.doubleValue() * msPerTime : Math.max(0, timeMs - follows.endMs());
            int place = places + requests.size();
            requests.add(new TraceRequest(
                    timeMs,
                    TraceFields.count(each, "in"),
                    TraceFields.count(each, "out"),
                    id,
                    path(TraceFields.ids(each)),
                    new TraceLink(follows.places(), thinkMs, endMs)));
            return new Follows(new int[] {place}, endMs);
        }

        /** Ids of this file alone are apart from those of the files before it. */
        private BlockPath path(long[] ids) {
            for (int i = 0; scope > 1 && ids != null && i < ids.length; i++) {
                ids[i] = RecordOrder.key(scope, ids[i]);
            }
            return ids == null ? null : BlockPath.of(tree, ids);
        }
    }
}
