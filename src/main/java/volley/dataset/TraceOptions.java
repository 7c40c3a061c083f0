package volley.dataset;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a trace's file does not say of itself.
 *
 * @param blockTokens tokens of a hashed block; absent: as its data tell, else as its format has it
 * @param msPerTime milliseconds in a unit of its times; absent: the format's
 */
public record TraceOptions(OptionalInt blockTokens, OptionalDouble msPerTime) {
    /** All is as the file tells. */
    public static final TraceOptions NONE = new TraceOptions(OptionalInt.empty(), OptionalDouble.empty());
}
