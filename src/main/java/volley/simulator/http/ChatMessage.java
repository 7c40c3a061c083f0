package volley.simulator.http;

/**
 * One message of a chat as the server understood it.
 *
 * @param role system, user, assistant or tool
 * @param content its text; every other part, such as an image, is in it as {@code <type:hash>}
 */
public record ChatMessage(String role, String content) {
    public boolean fromUser() {
        return role.equals("user");
    }
}
