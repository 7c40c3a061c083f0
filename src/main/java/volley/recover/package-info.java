/**
 * Reports made of what runs left: those of a run that was killed, and those of the runs of several generators as one. Nothing is
 * asked of the server but the size of its cache.
 */
package volley.recover;
