package volley.simulator.http;

/**
 * What an answer's id is made of; each kind of server writes it in its own form.
 *
 * @param number of the answer, from 1
 * @param hex 32 hexadecimal digits, others for each answer
 */
record AnswerId(long number, String hex) {}
