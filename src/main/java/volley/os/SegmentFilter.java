package volley.os;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The eBPF program of {@link SegmentTimes}, in the kernel's instructions: eight bytes each, as linux/bpf.h has them. It is called
 * with each segment that a socket receives, at its TCP header, lets it pass as it is, and notes those with bytes:
 *
 * <pre>
 * length = segment.length - 4 * header.dataOffset
 * if (length != 0) {
 *     slot = slots[header.destinationPort]
 *     if (slot.first.length == 0) {
 *         slot.first = {header.sequence, header.sourcePort << 16 | length & 0xffff}
 *     }
 *     entry = slot.entries[slot.count % ENTRIES]
 *     entry = {header.sequence, header.sourcePort << 16 | length & 0xffff, monotonic time}
 *     slot.count++
 * }
 * </pre>
 */
final class SegmentFilter {
    private static final int LOAD_BYTE = 0x30;
    private static final int LOAD_WORD = 0x20;
    private static final int MOVE = 0xbf;
    private static final int MOVE_IMMEDIATE_32 = 0xb4;
    private static final int ADD = 0x0f;
    private static final int ADD_IMMEDIATE = 0x07;
    private static final int SUBTRACT = 0x1f;
    private static final int AND_IMMEDIATE = 0x57;
    private static final int OR = 0x4f;
    private static final int SHIFT_LEFT = 0x67;
    private static final int SHIFT_RIGHT = 0x77;
    private static final int JUMP_IF_ZERO = 0x15;
    private static final int JUMP_IF_NOT_ZERO = 0x55;
    private static final int READ_WORD = 0x61;
    private static final int READ_LONG = 0x79;
    private static final int WRITE_WORD = 0x63;
    private static final int WRITE_LONG = 0x7b;
    private static final int LOAD_MAP = 0x18;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;

    private static final int PSEUDO_MAP = 1;
    private static final int MAP_LOOKUP = 1;
    private static final int KTIME_GET_NS = 5;
    private static final int FRAME = 10;

    private static final int PORTS_AT = 0;
    private static final int SEQUENCE_AT = 4;
    private static final int DATA_OFFSET_AT = 12;

    private static final int INSTRUCTION_BYTES = 8;
    private static final int MOST_INSTRUCTIONS = 64;

    static final byte[] LICENSE = "GPL\0".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer code =
            ByteBuffer.allocateDirect(MOST_INSTRUCTIONS * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private SegmentFilter() {}

    /**
     * The program, from index 0 to its position.
     *
     * @param map descriptor of the array of slots
     */
    static ByteBuffer code(int map) {
        SegmentFilter filter = new SegmentFilter();
        filter.write(map);
        return filter.code;
    }

    private void write(int map) {
        op(MOVE, 6, 1, 0, 0);
        op(LOAD_BYTE, 0, 0, 0, DATA_OFFSET_AT);
        op(SHIFT_RIGHT, 0, 0, 0, 4);
        op(SHIFT_LEFT, 0, 0, 0, 2);
        op(READ_WORD, 8, 6, 0, 0);
        op(SUBTRACT, 8, 0, 0, 0);
        int noBytes = jumpIfZero(8);
        op(LOAD_WORD, 0, 0, 0, SEQUENCE_AT);
        op(MOVE, 9, 0, 0, 0);
        op(LOAD_WORD, 0, 0, 0, PORTS_AT);
        op(MOVE, 7, 0, 0, 0);
        op(AND_IMMEDIATE, 7, 0, 0, 0xffff);
        op(WRITE_WORD, FRAME, 7, -4, 0);
        op(SHIFT_RIGHT, 0, 0, 0, Short.SIZE);
        op(SHIFT_LEFT, 0, 0, 0, Short.SIZE);
        op(AND_IMMEDIATE, 8, 0, 0, 0xffff);
        op(OR, 8, 0, 0, 0);
        op(LOAD_MAP, 1, PSEUDO_MAP, 0, map);
        op(0, 0, 0, 0, 0);
        op(MOVE, 2, FRAME, 0, 0);
        op(ADD_IMMEDIATE, 2, 0, 0, -4);
        op(CALL, 0, 0, 0, MAP_LOOKUP);
        int noSlot = jumpIfZero(0);
        op(MOVE, 7, 0, 0, 0);
        op(CALL, 0, 0, 0, KTIME_GET_NS);
        op(READ_WORD, 1, 7, SegmentSlots.FIRST_AT + SegmentSlots.LENGTH_AT, 0);
        int hasFirst = jump(JUMP_IF_NOT_ZERO, 1);
        op(WRITE_WORD, 7, 9, SegmentSlots.FIRST_AT + SegmentSlots.SEQUENCE_AT, 0);
        op(WRITE_WORD, 7, 8, SegmentSlots.FIRST_AT + SegmentSlots.LENGTH_AT, 0);
        land(hasFirst);
        op(READ_LONG, 1, 7, SegmentSlots.COUNT_AT, 0);
        op(MOVE, 2, 1, 0, 0);
        op(AND_IMMEDIATE, 2, 0, 0, SegmentSlots.ENTRIES - 1);
        op(SHIFT_LEFT, 2, 0, 0, Integer.numberOfTrailingZeros(SegmentSlots.ENTRY_BYTES));
        op(ADD, 2, 7, 0, 0);
        op(WRITE_WORD, 2, 9, SegmentSlots.ENTRIES_AT + SegmentSlots.SEQUENCE_AT, 0);
        op(WRITE_WORD, 2, 8, SegmentSlots.ENTRIES_AT + SegmentSlots.LENGTH_AT, 0);
        op(WRITE_LONG, 2, 0, SegmentSlots.ENTRIES_AT + SegmentSlots.TIME_AT, 0);
        op(ADD_IMMEDIATE, 1, 0, 0, 1);
        op(WRITE_LONG, 7, 1, SegmentSlots.COUNT_AT, 0);
        land(noBytes);
        land(noSlot);
        // All of the segment passes.
        op(MOVE_IMMEDIATE_32, 0, 0, 0, -1);
        op(EXIT, 0, 0, 0, 0);
    }

    private void op(int what, int target, int source, int offset, int immediate) {
        code.put((byte) what)
                .put((byte) (source << 4 | target))
                .putShort((short) offset)
                .putInt(immediate);
    }

    private int jumpIfZero(int register) {
        return jump(JUMP_IF_ZERO, register);
    }

    /** @return the jump, for {@link #land} */
    private int jump(int condition, int register) {
        op(condition, register, 0, 0, 0);
        return code.position() / INSTRUCTION_BYTES;
    }

    private void land(int jump) {
        int offset = code.position() / INSTRUCTION_BYTES - jump;
        code.putShort(jump * INSTRUCTION_BYTES - INSTRUCTION_BYTES + 2, (short) offset);
    }
}
