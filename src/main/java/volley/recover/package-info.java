/** The reports of a run that was killed, made of what it left. Nothing is asked of the server but the size of its cache. */
package volley.recover;
