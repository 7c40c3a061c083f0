package volley.calibration;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The server's side of one answer, on the server's clock.
 *
 * @param tag the number in its first text, see {@link Tags}
 * @param turn place in the conversation, from 0
 * @param receivedNs when the last byte of the request had been read
 * @param tokenSentNs for each token, when its write to the socket was issued
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ServedTimes(int tag, int turn, long receivedNs, long[] tokenSentNs) {
    void write(DataOutputStream out) throws IOException {
        out.writeInt(tag);
        out.writeInt(turn);
        out.writeLong(receivedNs);
        out.writeInt(tokenSentNs.length);
        for (long sentNs : tokenSentNs) {
            out.writeLong(sentNs);
        }
    }

    static ServedTimes read(DataInputStream in) throws IOException {
        int tag = in.readInt();
        int turn = in.readInt();
        long receivedNs = in.readLong();
        long[] tokenSentNs = new long[in.readInt()];
        for (int i = 0; i < tokenSentNs.length; i++) {
            tokenSentNs[i] = in.readLong();
        }
        return new ServedTimes(tag, turn, receivedNs, tokenSentNs);
    }
}
