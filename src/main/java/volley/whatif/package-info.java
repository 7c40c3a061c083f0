/**
 * A run in virtual time: the plan through the simulated engine without a server, into the results of any run; also every
 * rate of a sweep and every server of a comparison. Nothing is sent.
 */
package volley.whatif;
