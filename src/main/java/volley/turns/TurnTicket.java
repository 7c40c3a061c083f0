package volley.turns;

/**
 * The right to send one turn.
 *
 * @param order how many turns were given out before it: the intended order of sends, from 0
 * @param conversation index of the conversation in the plan
 * @param turn index of the turn in its conversation
 * @param readyNs when the conversation was ready for it, its think time included, as the queue's clock tells
 */
public record TurnTicket(int order, int conversation, int turn, long readyNs) {}
