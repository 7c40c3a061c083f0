package volley.dataset.synthetic;

import org.apache.commons.rng.UniformRandomProvider;
import volley.dataset.TextStore;

/** Where generated workloads take their texts from. Thread-safe. */
interface TextSource {
    /**
     * A text of the asked length. The same arguments give the same text, on any thread.
     *
     * @param number of the text in its run, from 0; no two texts have the same
     * @param before what it will stand behind without anything between; {@link MeasuredText#NOTHING} if it stands alone
     * @param random the conversation's own stream
     */
    MeasuredText text(int number, int tokens, MeasuredText before, UniformRandomProvider random);

    /**
     * Brings into memory what the text of that number is made of: from then on it needs no {@link TextStore}. Not
     * thread-safe, and to be called before the run.
     */
    default void inMemory(int number) {}

    /** Tells it from a source of other texts, for texts that are made later than they are named. */
    String identity();
}
