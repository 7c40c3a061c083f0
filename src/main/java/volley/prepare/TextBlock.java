package volley.prepare;

import java.util.Arrays;
import volley.client.JsonText;

/**
 * Texts one behind the other, escaped: in memory, or in a file from which they are read all together when one of them is
 * asked for, since those beside it are sent soon after it. Thread-safe once it is full.
 */
final class TextBlock {
    /** Those in memory; a block of the file has them for a while. */
    private volatile byte[] bytes;

    private volatile BlockFile file;
    private int lengthBytes;
    private long atByte;

    TextBlock(int roomBytes) {
        bytes = new byte[roomBytes];
    }

    boolean hasRoom(int moreBytes) {
        return moreBytes <= bytes.length - lengthBytes;
    }

    /** Appends a text for which there is room. */
    SentText add(JsonText text) {
        int startByte = lengthBytes;
        lengthBytes = text.copyTo(bytes, startByte);
        return new SentText(this, startByte, lengthBytes - startByte);
    }

    int lengthBytes() {
        return lengthBytes;
    }

    /** All of them, or null where they are in the file alone. */
    byte[] bytes() {
        return bytes;
    }

    /** The file has them from that place on, and the memory no more. */
    void movedTo(BlockFile to, long place) {
        atByte = place;
        file = to;
        bytes = null;
    }

    long atByte() {
        return atByte;
    }

    /** @param those read from the file, or null: only there from now on */
    void bytes(byte[] those) {
        bytes = those;
    }

    boolean isInMemory() {
        return bytes != null;
    }

    boolean isInFile() {
        return file != null;
    }

    JsonText text(int startByte, int length) {
        byte[] all = bytes;
        BlockFile from = file;
        if (from == null) {
            return JsonText.within(all, startByte, length);
        }
        // A copy: one text in a conversation's history must not keep all of them.
        byte[] read = all == null ? from.read(this) : all;
        return JsonText.ofEscaped(Arrays.copyOfRange(read, startByte, startByte + length));
    }
}
