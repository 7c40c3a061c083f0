package volley.simulator.http;

/**
 * The parts of an answer in one piece.
 *
 * @param text the answer as the inside of a JSON string
 * @param counts the field {@code usage} up to its details, its brace open
 * @param details the field {@code prompt_tokens_details} behind a comma
 * @param extension further fields of the answer, behind a comma, or nothing
 */
record WholeText(AnswerHead head, String text, String counts, String details, String extension) {}
