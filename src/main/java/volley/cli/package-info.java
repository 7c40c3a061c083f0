/**
 * The command line {@code bin/volley}: a command for each simulation, and those of SGLang's benchmark scripts as they
 * are. Each becomes a simulation and {@code volley.*} properties, and runs Gatling: in the same JVM, if
 * that has a run's options, else in one of its own.
 *
 * <p>Options are parameters: names, defaults and texts come from {@code reference.conf}, and are checked as the run checks
 * them, before it is started.
 */
package volley.cli;
