/**
 * From parameters to a run that could begin: server, tokenizer, workload, plan. Whatever a user can mend is refused here,
 * before anything is sent. Nothing here plays, and nothing knows of Gatling.
 */
package volley.prepare;
