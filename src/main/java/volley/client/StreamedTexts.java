package volley.client;

import java.util.Arrays;

/**
 * The answer of a stream whose events have a text each: all of it so far, or the piece that is new. SGLang sends the one,
 * with {@code --incremental-streaming-output} (which Dynamo forces) the other, and says nowhere in the stream which.
 *
 * <p>The ids that come with a text tell by their number: as many as the running count of tokens, or as many as it grew by.
 * Without them the texts do: one that does not go on from the one before is a piece. Until that is decided all texts were
 * beginnings of the last one, so that the pieces are known from their lengths.
 */
final class StreamedTexts {
    /** Texts that each go on from the one before and are longer: so many pieces in a row do not. */
    private static final int LONGER_TEXTS_OF_WHOLE = 16;

    /** No ids came with a text. */
    static final int NO_IDS = -1;

    /** What the texts of a stream are. */
    private enum Kind {
        NOT_KNOWN,
        WHOLE,
        PIECES
    }

    private final EventLog events;
    private EscapedText answer;
    private EscapedText incoming;
    private Kind kind = Kind.NOT_KNOWN;
    private int tokensBefore;

    /** Of the texts while it is not known what they are: their sizes in bytes, and the places of their events. */
    private int[] sizes = new int[4];

    private int[] places = new int[4];
    private int count;
    private int longerTexts;

    StreamedTexts(EventLog events, int expectedBytes) {
        this.events = events;
        answer = new EscapedText(expectedBytes);
        incoming = new EscapedText(expectedBytes);
    }

    /** The answer so far. */
    EscapedText answer() {
        return answer;
    }

    /** Empty; the event's text is to be written into it. */
    EscapedText incoming() {
        incoming.clear();
        return incoming;
    }

    /** Whether the ids of this stream are pieces, as its texts are. */
    boolean arePieces() {
        return kind == Kind.PIECES;
    }

    /** What came of an event's text. */
    enum Effect {
        NONE,
        MORE_TEXT,
        /** It is neither all of the answer nor a piece of it. */
        CONTRADICTION
    }

    /**
     * Takes the text that was written into {@link #incoming}.
     *
     * @param tokensSoFar the server's running count, or {@link EventLog#TOKENS_UNKNOWN}
     * @param ids how many ids came with it, or {@link #NO_IDS}
     * @param last whether the event ends the answer
     */
    Effect take(int tokensSoFar, int ids, boolean last) {
        if (incoming.size() == 0) {
            // No piece, and nothing is taken away from a whole text.
            tokensBefore = Math.max(tokensBefore, tokensSoFar);
            return Effect.NONE;
        }
        boolean goesOn = goesOn();
        if (kind == Kind.NOT_KNOWN) {
            kind = kindByIds(tokensSoFar, ids);
            if (kind == Kind.NOT_KNOWN) {
                // A piece brings a token, where tokens are counted.
                boolean noPiece = tokensBefore > 0 && tokensSoFar >= 0 && tokensSoFar <= tokensBefore;
                if (noPiece && goesOn) {
                    kind = Kind.WHOLE;
                } else if (!goesOn && !isCutBack(last)) {
                    if (noPiece) {
                        return Effect.CONTRADICTION;
                    }
                    kind = Kind.PIECES;
                }
            }
            if (kind == Kind.PIECES) {
                readAsPieces();
            }
        }
        if (kind == Kind.WHOLE && !goesOn && !isCutBack(last)) {
            return Effect.CONTRADICTION;
        }
        tokensBefore = Math.max(tokensBefore, tokensSoFar);
        return kind == Kind.PIECES ? append() : replace();
    }

    private Kind kindByIds(int tokensSoFar, int ids) {
        int more = tokensSoFar - tokensBefore;
        if (ids <= 0 || tokensSoFar <= more) {
            return Kind.NOT_KNOWN;
        }
        return ids == tokensSoFar ? Kind.WHOLE : ids == more ? Kind.PIECES : Kind.NOT_KNOWN;
    }

    /** Characters of the answer that were not yet whole may be others now. */
    private boolean goesOn() {
        int known = answer.sizeOfWholeCharacters();
        return incoming.size() >= known && Arrays.equals(incoming.array(), 0, known, answer.array(), 0, known);
    }

    /** Whether it is the answer without the word that ended it. */
    private boolean isCutBack(boolean last) {
        return last
                && incoming.size() < answer.size()
                && Arrays.equals(incoming.array(), 0, incoming.size(), answer.array(), 0, incoming.size());
    }

    private Effect append() {
        answer.writeAll(incoming);
        return Effect.MORE_TEXT;
    }

    private Effect replace() {
        boolean more = incoming.chars() > answer.chars();
        if (kind == Kind.NOT_KNOWN) {
            longerTexts += more ? 1 : 0;
            kind = longerTexts == LONGER_TEXTS_OF_WHOLE ? Kind.WHOLE : kind;
            remember();
        }
        EscapedText before = answer;
        answer = incoming;
        incoming = before;
        return more ? Effect.MORE_TEXT : Effect.NONE;
    }

    private void remember() {
        if (count == sizes.length) {
            sizes = Arrays.copyOf(sizes, 2 * count);
            places = Arrays.copyOf(places, 2 * count);
        }
        sizes[count] = incoming.size();
        places[count++] = events.size();
    }

    /** What was taken for the whole answer was its last piece, and each one before it the beginning of that. */
    private void readAsPieces() {
        if (count < 2) {
            return;
        }
        EscapedText pieces = new EscapedText(4 * answer.size());
        for (int i = 0; i < count; i++) {
            pieces.writeEscaped(answer.array(), 0, sizes[i]);
            events.turnIntoText(places[i], pieces.size());
        }
        answer = pieces;
    }
}
