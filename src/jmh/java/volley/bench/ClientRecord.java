package volley.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client wrote down of one request.
 *
 * @param number that the server gave the request, read from the answer's text; 0 if it is not known
 * @param prompt number of the prompt; {@link ServedAnswer#NO_PROMPT} if it is not known
 * @param ttftMs as the client defines it
 * @param gapsMs between what the client takes for tokens; null if it keeps none
 * @param latencyMs from the request to what the client takes for the end; NaN if it keeps none
 */
@SuppressWarnings("ArrayRecordComponent") // read once, and compared by nobody
record ClientRecord(long number, long prompt, double ttftMs, double[] gapsMs, double latencyMs) {
    private static final Pattern NUMBER = Pattern.compile("\\[([0-9]{1,18})]");

    /** @param ttftMs as the client defines it */
    static ClientRecord ofAnswer(String answer, double ttftMs) {
        return new ClientRecord(numberIn(answer), ServedAnswer.NO_PROMPT, ttftMs, null, Double.NaN);
    }

    ClientRecord withGapsMs(double[] gaps) {
        return new ClientRecord(number, prompt, ttftMs, gaps, latencyMs);
    }

    ClientRecord withLatencyMs(double latency) {
        return new ClientRecord(number, prompt, ttftMs, gapsMs, latency);
    }

    /** The first number in brackets, which is the answer's first token; before it may stand reasoning. */
    private static long numberIn(String answer) {
        Matcher number = NUMBER.matcher(answer);
        return number.find() ? Long.parseLong(number.group(1)) : 0;
    }
}
