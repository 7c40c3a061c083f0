package volley.play;

import java.util.BitSet;
import java.util.List;
import volley.client.Outcome;
import volley.dataset.Conversation;
import volley.metrics.TurnRecord;
import volley.report.folder.RunEnd;

/** Counts conversations that began, that ended and that failed, from the records of their turns. */
final class SessionCount {
    private final List<Conversation> conversations;
    private final BitSet began = new BitSet();
    private int ended;
    private int failed;
    private long turnsLeft;

    SessionCount(List<Conversation> conversations) {
        this.conversations = conversations;
    }

    /** To be told of every turn recorded, in any order. */
    synchronized void accept(TurnRecord turn) {
        if (turn.order() == TurnRecord.NOT_SENT) {
            turnsLeft -= began.get(turn.conversation()) ? 1 : 0;
            return;
        }
        int turns = conversations.get(turn.conversation()).turns().size();
        if (!began.get(turn.conversation())) {
            began.set(turn.conversation());
            turnsLeft += turns;
        }
        turnsLeft--;
        Outcome outcome = turn.exchange().outcome();
        if (outcome != Outcome.OK) {
            failed += outcome == Outcome.CANCELLED ? 0 : 1;
        } else if (turn.turn() == turns - 1) {
            ended++;
        }
    }

    synchronized RunEnd.Sessions sessions() {
        return new RunEnd.Sessions(began.cardinality(), ended, failed);
    }

    /** Turns of conversations that began, of which nothing was recorded. */
    synchronized long turnsLeft() {
        return turnsLeft;
    }
}
