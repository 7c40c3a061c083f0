package volley.report.line;

import java.util.Map;
import java.util.Optional;

/** The forms of the result line by what {@code run.json} says of them. */
public final class ResultLineForms {
    private ResultLineForms() {}

    /**
     * The form that was {@link ResultLineForm#described}.
     *
     * @param rounds the run's figures by round, where the form has them
     */
    public static ResultLineForm of(Map<String, String> described, RoundFigures rounds) {
        return MultiturnLine.FORM.equals(described.get("form"))
                ? new MultiturnLine(
                        Optional.ofNullable(described.get("tag")),
                        described.containsKey("rounds") ? Optional.of(rounds) : Optional.empty())
                : ResultLineForm.BENCH_SERVING;
    }
}
