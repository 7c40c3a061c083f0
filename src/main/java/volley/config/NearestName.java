package volley.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Which of the known names a misspelt one may have been meant for. */
public final class NearestName {
    private NearestName() {}

    /**
     * The one with the fewest letters to change.
     *
     * @return empty if more than half of the letters would have to be changed, or none is known
     */
    public static Optional<String> of(String given, Collection<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance.apply(candidate, given)))
                .filter(nearest -> 2 * distance.apply(nearest, given) <= Math.max(nearest.length(), given.length()));
    }
}
