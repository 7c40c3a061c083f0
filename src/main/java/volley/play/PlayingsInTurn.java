package volley.play;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import volley.prepare.Preparation;

/** Runs that are played one after the other. */
public final class PlayingsInTurn {
    private PlayingsInTurn() {}

    /**
     * Makes them; what the server tells of each ends before anything is sent for the next one.
     *
     * @throws volley.config.BadInputException if the extra request body cannot be used
     */
    public static List<Playing> of(List<Preparation> runs) {
        List<Playing> playings = new ArrayList<>();
        for (Preparation run : runs) {
            Playing playing = new Playing(run);
            if (!playings.isEmpty()) {
                playing.observers()
                        .server()
                        .follows(playings.get(playings.size() - 1).observers().server());
            }
            playings.add(playing);
        }
        return List.copyOf(playings);
    }

    /**
     * Does something with each, also when it failed with another.
     *
     * @throws RuntimeException the first failure, with the others
     */
    public static void each(List<Playing> playings, Consumer<Playing> action) {
        RuntimeException first = null;
        for (Playing playing : playings) {
            try {
                action.accept(playing);
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
