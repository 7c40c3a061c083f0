package volley.simulator.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import volley.simulator.engine.Engine;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.EngineDriver;
import volley.simulator.engine.EngineRequest;
import volley.simulator.engine.TokenEvent;

/**
 * Plays a workload against an {@link Engine}, both in virtual time: a loop over the next thing that happens, which is
 * the end of the engine's step, a request's arrival at its queue, or an attempt of the sender.
 */
public final class VirtualRun {
    private static final long NEVER = Long.MAX_VALUE;

    private final EngineDriver driver;
    private final Sender sender;
    private final int totalTurns;
    private final Consumer<Engine> afterStep;
    private final List<VirtualRequest> ended = new ArrayList<>();
    private int inFlight;
    private long sent;
    private long lastEndNs;

    private VirtualRun(
            List<VirtualConversation> conversations, LoadShape load, EngineConfig config, Consumer<Engine> afterStep) {
        this.driver = new EngineDriver(config, 1, () -> 0);
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
            long nowNs = Math.min(driver.nextNs(), sender.nextAttemptNs());
            if (nowNs == NEVER) {
                throw new IllegalStateException(
                        "nothing can happen any more, " + ended.size() + " of " + totalTurns + " turns have ended");
            }
            if (sender.nextAttemptNs() < driver.nextNs()) {
                sender.attempt(nowNs, inFlight).ifPresent(turn -> send(turn, nowNs));
            } else {
                long steps = driver.cost().steps();
                driver.advance(nowNs);
                if (driver.cost().steps() > steps) {
                    afterStep.accept(driver.engine());
                }
            }
        }
        return new VirtualResult(ended, lastEndNs, driver.engine().stats());
    }

    private void send(Sender.ReadyTurn turn, long nowNs) {
        EngineRequest request = new EngineRequest(sent++, turn.promptTokens(), turn.answerTokens());
        InFlight own = new InFlight(request, turn, nowNs);
        inFlight++;
        driver.submit(request, nowNs, (event, atNs) -> token(own, event, atNs));
    }

    private void token(InFlight request, TokenEvent event, long atNs) {
        if (event.outputIndex() == 0) {
            request.firstTokenNs = atNs;
        }
        if (event.last()) {
            inFlight--;
            ended.add(request.result(event, atNs));
            lastEndNs = atNs;
            sender.ended(request.turn, atNs);
        }
    }

    /** A request between its sending and its last token. */
    private static final class InFlight {
        private final EngineRequest request;
        private final Sender.ReadyTurn turn;
        private final long sentNs;
        private long firstTokenNs;

        InFlight(EngineRequest request, Sender.ReadyTurn turn, long sentNs) {
            this.request = request;
            this.turn = turn;
            this.sentNs = sentNs;
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
                    last.cachedHostTokens() + last.cachedStorageTokens(),
                    request.answerTokens().length);
        }
    }
}
