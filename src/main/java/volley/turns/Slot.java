package volley.turns;

/** Somebody who wants to send one turn, whichever comes. Called on any thread, once; must not block. */
public interface Slot {
    /** Send this turn, and tell the queue when it is handed over and when it has ended. */
    void send(TurnTicket ticket);

    /** Nothing can come any more. */
    void end();
}
