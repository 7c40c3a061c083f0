package volley.template.value;

import java.util.AbstractList;

/** A range, at most {@link #LIMIT} long as the sandbox has it. */
public final class PyRange implements PyObject {
    public static final int LIMIT = 100_000;

    private final long start;
    private final long stop;
    private final long step;
    private final int size;

    public PyRange(long start, long stop, long step) {
        if (step == 0) {
            throw PythonError.value("range() arg 3 must not be zero");
        }
        this.start = start;
        this.stop = stop;
        this.step = step;
        double steps = Math.ceil(((double) stop - (double) start) / step);
        if (steps > LIMIT) {
            throw new PythonError(
                    "OverflowError", "Range too big. The sandbox blocks ranges larger than MAX_RANGE (" + LIMIT + ").");
        }
        this.size = (int) Math.max(0, steps);
    }

    public int size() {
        return size;
    }

    public long get(int index) {
        return start + index * step;
    }

    public AbstractList<Object> items() {
        return new AbstractList<>() {
            @Override
            public Object get(int index) {
                return PyRange.this.get(index);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /** @param from index of the first item, {@code to} of the one after the last */
    PyRange slice(int from, int to, int by) {
        return new PyRange(start + from * step, start + to * step, step * by);
    }

    @Override
    public Object attribute(String name) {
        return switch (name) {
            case "start" -> start;
            case "stop" -> stop;
            case "step" -> step;
            default -> MISSING;
        };
    }

    @Override
    public String typeName() {
        return "range";
    }

    @Override
    public String repr() {
        return "range(" + start + ", " + stop + (step == 1 ? "" : ", " + step) + ")";
    }
}
