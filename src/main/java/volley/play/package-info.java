/**
 * A run: the queue's turns at the pacer's times, the conversations' texts, what is asked of the server around the measured
 * part, the recorder and its observers, the watchdog and the end by a signal. Who sends the requests is
 * {@code volley.gatling}'s; nothing here knows of Gatling.
 */
package volley.play;
