package volley.report.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import volley.client.Usage;

/** Counts prompts, request by request in the order of the file: which of them, and what was answered before each. */
final class PromptCounting {
    private final PromptCounter counter;
    private final IntPredicate compared;
    private final IntPredicate remembered;
    private final AnswerFile answers;
    private final CountedPrompts.Receiver receiver;
    private final Map<Integer, List<Integer>> answered = new HashMap<>();
    private int completed;

    /** What is known of a request. */
    interface Request {
        int order();

        int conversation();

        int turn();

        boolean wasSent();

        boolean isCompleted();

        /** By the server, or {@link Usage#ABSENT}. */
        int promptTokens();

        /** As it was written, or {@link Usage#ABSENT}. */
        int promptTokensByClient();
    }

    /**
     * @param compared of which requests, by their order, the prompt is counted although the server has counted it
     * @param remembered of which conversations prompts may have to be counted
     * @param receiver of all counts, also those that were made before
     */
    PromptCounting(
            PromptCounter counter,
            IntPredicate compared,
            IntPredicate remembered,
            AnswerFile answers,
            CountedPrompts.Receiver receiver) {
        this.counter = counter;
        this.compared = compared;
        this.remembered = remembered;
        this.answers = answers;
        this.receiver = receiver;
    }

    /** Whether a request was sent whose prompt has no count that is wanted. */
    static boolean isToBeCounted(Request request, IntPredicate compared) {
        return request.wasSent()
                && request.promptTokensByClient() == Usage.ABSENT
                && (request.promptTokens() == Usage.ABSENT || compared.test(request.order()));
    }

    /** Takes the next request; the count that was made of its prompt, or {@link Usage#ABSENT} if none was to be made. */
    int count(Request request) {
        int made = isToBeCounted(request, compared)
                ? counter.count(request.conversation(), request.turn(), before(request))
                : Usage.ABSENT;
        if (request.isCompleted()) {
            if (remembered.test(request.conversation())) {
                answered.computeIfAbsent(request.conversation(), key -> new ArrayList<>(4))
                        .add(request.order());
            }
            int byClient = made == Usage.ABSENT ? request.promptTokensByClient() : made;
            if (byClient != Usage.ABSENT) {
                receiver.counted(completed, request.turn(), request.promptTokens(), byClient);
            }
            completed++;
        }
        return made;
    }

    private List<GivenAnswer> before(Request request) {
        return answered.getOrDefault(request.conversation(), List.of()).stream()
                .map(order -> answers.answer(order).orElse(GivenAnswer.NONE))
                .toList();
    }
}
