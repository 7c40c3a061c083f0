package volley.play;

import java.util.function.LongSupplier;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.metrics.TurnRecord;

/**
 * The time of a simulated server that runs faster than its model of time. Turns are sent as much closer together, and what is
 * recorded of them is told in the model's time: the time since the run's start, times the speed-up.
 */
final class ModelTime {
    private final double speedup;
    private final LongSupplier startNs;

    /**
     * @param speedup how much faster than the model; 1 where nothing is
     * @param startNs when the run began, on the nanosecond clock
     */
    ModelTime(double speedup, LongSupplier startNs) {
        this.speedup = speedup;
        this.startNs = startNs;
    }

    /** A turn with all its times in the model's. */
    TurnRecord of(TurnRecord turn) {
        Exchange seen = turn.exchange();
        if (speedup == 1 || seen == null) {
            return turn;
        }
        Exchange told = Exchange.builder()
                .scheduledNs(modelNs(seen.scheduledNs()))
                .readyNs(modelNs(seen.readyNs()))
                .sentNs(modelNs(seen.sentNs()))
                .connectedNs(modelNs(seen.connectedNs()))
                .writtenNs(modelNs(seen.writtenNs()))
                .endNs(modelNs(seen.endNs()))
                .httpStatus(seen.httpStatus())
                .events(events(seen.events()))
                .usage(seen.usage())
                .finishReason(seen.finishReason())
                .answer(seen.answer())
                .outcome(seen.outcome())
                .error(seen.error())
                .build();
        return TurnRecord.builder()
                .order(turn.order())
                .conversation(turn.conversation())
                .conversationId(turn.conversationId())
                .turn(turn.turn())
                .requestedOutputTokens(turn.requestedOutputTokens())
                .promptTokensByClient(turn.promptTokensByClient())
                .exchange(told)
                .retries(turn.retries())
                .build();
    }

    private EventLog events(EventLog seen) {
        EventLog told = new EventLog(seen.size());
        for (int i = 0; i < seen.size(); i++) {
            told.add(modelNs(seen.timeNs(i)), seen.kind(i), seen.cumulativeTokens(i), seen.textBytes(i));
        }
        return told;
    }

    private long modelNs(long clockNs) {
        long begin = startNs.getAsLong();
        return clockNs == Exchange.NEVER ? clockNs : begin + Math.round((clockNs - begin) * speedup);
    }

    /** When something was on the nanosecond clock. */
    long clockNs(long modelNs) {
        long begin = startNs.getAsLong();
        return speedup == 1 ? modelNs : begin + Math.round((modelNs - begin) / speedup);
    }
}
