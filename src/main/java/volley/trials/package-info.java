/**
 * Runs that are repeated: for each combination of parameters with warm-up and measured runs as JMH does, or for the
 * highest rate that meets the objectives.
 *
 * <p>Every run is a process of its own, started as this one was, with a Gatling report of its own; what it measured is
 * read from its {@code summary.json}. So any simulation can be repeated, and no run inherits the heap of another. Must
 * not: measuring, or knowing what a simulation does.
 */
package volley.trials;
