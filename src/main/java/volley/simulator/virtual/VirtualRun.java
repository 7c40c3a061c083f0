package volley.simulator.virtual;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import volley.simulator.engine.Engine;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.EngineRequest;
import volley.simulator.engine.StepResult;
import volley.simulator.engine.TokenEvent;

/**
 * Plays a workload against an {@link Engine}, both in virtual time: a loop over the next thing that happens, which is
 * the end of the engine's step, a request's arrival at its queue, or an attempt of the sender.
 */
public final class VirtualRun {
    private static final long NEVER = Long.MAX_VALUE;

    private final Engine engine;
    private final Sender sender;
    private final int totalTurns;
    private final long frontEndNs;
    private final Consumer<Engine> afterStep;
    private final Map<Long, InFlight> inFlight = new HashMap<>();
    private final Deque<InFlight> inFrontEnd = new ArrayDeque<>();
    private final List<VirtualRequest> ended = new ArrayList<>();
    private StepResult currentStep;
    private long stepEndNs = NEVER;
    private long lastEndNs;

    private VirtualRun(
            List<VirtualConversation> conversations, LoadShape load, EngineConfig config, Consumer<Engine> afterStep) {
        this.engine = new Engine(config);
        this.frontEndNs = config.time().frontEndNs();
        this.sender = new Sender(conversations, load);
        this.totalTurns = conversations.stream().mapToInt(c -> c.turns().size()).sum();
        this.afterStep = afterStep;
    }

    /**
     * Plays every turn of every conversation to its end.
     *
     * @throws IllegalArgumentException if a turn with its history is longer than the engine takes
     */
    public static VirtualResult play(List<VirtualConversation> conversations, LoadShape load, EngineConfig config) {
        return play(conversations, load, config, engine -> {});
    }

    /** As above; {@code afterStep} sees the engine after each of its steps. */
    public static VirtualResult play(
            List<VirtualConversation> conversations, LoadShape load, EngineConfig config, Consumer<Engine> afterStep) {
        return new VirtualRun(conversations, load, config, afterStep).play();
    }

    private VirtualResult play() {
        while (ended.size() < totalTurns) {
            long arrivalNs = inFrontEnd.isEmpty() ? NEVER : inFrontEnd.peek().arrivalNs;
            long nowNs = Math.min(stepEndNs, Math.min(arrivalNs, sender.nextAttemptNs()));
            if (nowNs == NEVER) {
                throw new IllegalStateException(
                        "nothing can happen any more, " + ended.size() + " of " + totalTurns + " turns have ended");
            }
            if (nowNs == stepEndNs) {
                endStep(nowNs);
            } else if (nowNs == arrivalNs) {
                engine.submit(inFrontEnd.remove().request);
            } else {
                sender.attempt(nowNs, inFlight.size()).ifPresent(turn -> send(turn, nowNs));
            }
            // Whatever else happens at this very moment comes before the next step.
            if (stepEndNs == NEVER && engine.hasWork() && !moreAt(nowNs)) {
                currentStep = engine.step();
                stepEndNs = nowNs + currentStep.durationNs();
                afterStep.accept(engine);
            }
        }
        return new VirtualResult(ended, lastEndNs, engine.stats());
    }

    private boolean moreAt(long nowNs) {
        return sender.nextAttemptNs() == nowNs || (!inFrontEnd.isEmpty() && inFrontEnd.peek().arrivalNs == nowNs);
    }

    private void send(Sender.ReadyTurn turn, long nowNs) {
        long id = ended.size() + (long) inFlight.size();
        EngineRequest request = new EngineRequest(id, turn.promptTokens(), turn.answerTokens());
        InFlight sent = new InFlight(request, turn, nowNs, nowNs + frontEndNs);
        inFlight.put(id, sent);
        inFrontEnd.add(sent);
    }

    private void endStep(long nowNs) {
        stepEndNs = NEVER;
        for (TokenEvent event : currentStep.events()) {
            InFlight request = inFlight.get(event.requestId());
            if (event.outputIndex() == 0) {
                request.firstTokenNs = nowNs;
            }
            if (event.last()) {
                inFlight.remove(event.requestId());
                ended.add(request.result(event, nowNs));
                lastEndNs = nowNs;
                sender.ended(request.turn, nowNs);
            }
        }
    }

    /** A request between its sending and its last token. */
    private static final class InFlight {
        private final EngineRequest request;
        private final Sender.ReadyTurn turn;
        private final long sentNs;
        private final long arrivalNs;
        private long firstTokenNs;

        InFlight(EngineRequest request, Sender.ReadyTurn turn, long sentNs, long arrivalNs) {
            this.request = request;
            this.turn = turn;
            this.sentNs = sentNs;
            this.arrivalNs = arrivalNs;
        }

        VirtualRequest result(TokenEvent last, long nowNs) {
            return new VirtualRequest(
                    turn.conversation(),
                    turn.round(),
                    sentNs,
                    firstTokenNs - sentNs,
                    nowNs - sentNs,
                    request.promptTokens().length,
                    last.cachedDeviceTokens(),
                    last.cachedHostTokens(),
                    request.answerTokens().length);
        }
    }
}
