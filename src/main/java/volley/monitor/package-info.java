/**
 * What disturbs the client while it measures: pauses of its collector, late event loops, a late scheduler, compilers at
 * work, a processor taken away; and which slow requests they coincide with. Must not: judge, or write files.
 */
package volley.monitor;
