/**
 * Whether a run begins with an empty prefix cache: the flush that is tried until the server does it, the canary prompts
 * that prove it, the salt that keeps runs apart where nothing can be emptied, and the verdict. Nothing here knows a plan,
 * a file or Gatling; requests are sent by whoever begins the run.
 */
package volley.cold;
