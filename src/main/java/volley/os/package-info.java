/**
 * What the operating system is asked for beyond what Java offers, so that the client reads in time: when bytes were
 * received, which thread goes first, how many files may be open, folders of its own. Must not: fail where it is refused, or know
 * what the threads do.
 */
package volley.os;
