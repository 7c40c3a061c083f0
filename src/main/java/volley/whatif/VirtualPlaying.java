package volley.whatif;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.ServerTimes;
import volley.client.Usage;
import volley.config.ApiFormat;
import volley.config.Pacing;
import volley.dataset.Turn;
import volley.metrics.TurnRecord;
import volley.plan.Plan;
import volley.plan.RandomStream;
import volley.plan.ThinkTimes;
import volley.play.Dialogue;
import volley.play.InFlight;
import volley.play.Playing;
import volley.play.TextForm;
import volley.prepare.Preparation;
import volley.servermetrics.ServerSeries;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.EngineDriver;
import volley.simulator.engine.EngineRequest;
import volley.simulator.engine.HostTierConfig;
import volley.simulator.engine.TokenEvent;
import volley.simulator.http.AnswerDrafts.Draft;
import volley.turns.Slot;
import volley.turns.TurnQueue;
import volley.turns.TurnTicket;

/**
 * Plays a plan against the simulated engine in virtual time: the same slots, turn queue and arrival times as
 * {@link Playing}, with the next thing that happens in place of threads and sockets. Times count from the run's start.
 */
public final class VirtualPlaying {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int HTTP_OK = 200;
    private static final int HTTP_BAD_REQUEST = 400;

    private final Plan plan;
    private final VirtualAnswers answers;
    private final Dialogue[] dialogues;
    private final EngineDriver driver;
    private final TurnQueue queue;
    private final long[] dueNs;
    private final int streamIntervalTokens;
    /** Whether the server's events tell the tokens so far, as those of /generate do, and of a chat where it is asked. */
    private final boolean tokensTold;

    private final Consumer<TurnRecord> recorder;
    /** Whether a turn was sent whose successor may be given out once all that happens at this moment is done. */
    private boolean handOver;

    private final EngineLog engineLog = new EngineLog();
    private int slotsArrived;
    private int recorded;
    private long nowNs;

    /**
     * @param recorder told of every planned turn as it ends
     */
    public VirtualPlaying(
            Preparation prepared, VirtualAnswers answers, EngineConfig engine, Consumer<TurnRecord> recorder) {
        this.plan = prepared.plan();
        this.answers = answers;
        this.recorder = recorder;
        this.driver = new EngineDriver(engine, 1, () -> 0);
        this.streamIntervalTokens = prepared.settings().simulated().streamIntervalTokens();
        this.tokensTold = prepared.format().api() == ApiFormat.SGLANG
                || prepared.settings().server().backend().countsAsItGoes();
        dialogues = plan.conversations().stream()
                .map(conversation -> new Dialogue(conversation, TextForm.nothing()))
                .toArray(Dialogue[]::new);
        queue = new TurnQueue(
                plan.conversations().stream()
                        .mapToInt(conversation -> conversation.turns().size())
                        .toArray(),
                plan.load().order(),
                RandomStream.ORDER.open(plan.seed()),
                plan.load().maxConcurrency().orElse(Integer.MAX_VALUE),
                plan.load().roundBarrier(),
                ThinkTimes.of(plan)::afterNs,
                plan.precedence(),
                () -> nowNs);
        dueNs = plan.arrivalsNs().clone();
        if (plan.load().pacing() == Pacing.UPSTREAM) {
            Arrays.fill(dueNs, 1, dueNs.length, NEVER);
        }
    }

    /** What the engine told of itself each second, when all is played. */
    public ServerSeries engineSeries() {
        return engineLog.series();
    }

    /** Plays until every planned turn has ended or was skipped. */
    public void play() {
        queue.open(0);
        while (recorded < plan.turns()) {
            long slotNs = slotsArrived < dueNs.length ? dueNs[slotsArrived] : NEVER;
            long engineNs = driver.nextNs();
            long thoughtNs = queue.nextThoughtNs();
            nowNs = Math.min(slotNs, Math.min(engineNs, thoughtNs));
            engineLog.before(nowNs, driver);
            if (nowNs == NEVER) {
                throw new IllegalStateException(
                        "nothing can happen any more, " + recorded + " of " + plan.turns() + " turns have ended");
            }
            if (engineNs == nowNs) {
                driver.advance(engineNs);
            } else if (thoughtNs == nowNs) {
                queue.wake();
            } else {
                arrive(slotsArrived++);
            }
            handOverAtLast();
        }
        engineLog.end(nowNs, driver);
    }

    /**
     * The answers that one step ends come in one burst: a client has read them all before it has sent one further request.
     * So the next turns are drawn from all of their conversations, not from those of the answers seen so far.
     */
    private void handOverAtLast() {
        while (handOver) {
            handOver = false;
            queue.handedOver();
        }
    }

    private void arrive(int slot) {
        long scheduledNs = dueNs[slot];
        queue.take(new Slot() {
            @Override
            public void send(TurnTicket ticket) {
                VirtualPlaying.this.send(scheduledNs, ticket);
                handOver = true;
                slotDone(slot);
            }

            @Override
            public void end() {
                slotDone(slot);
            }
        });
    }

    /** Under the original's pacing the next slot comes its gap after this one is done. */
    private void slotDone(int slot) {
        if (plan.load().pacing() == Pacing.UPSTREAM && slot + 1 < dueNs.length) {
            dueNs[slot + 1] = nowNs + plan.arrivalsNs()[slot + 1] - plan.arrivalsNs()[slot];
        }
    }

    private void send(long scheduledNs, TurnTicket ticket) {
        Dialogue dialogue = dialogues[ticket.conversation()];
        dialogue.ask(dialogue.question(ticket.turn(), Runnable::run).join());
        Optional<Draft> draft = answers.of(ticket.conversation(), ticket.turn());
        InFlight sent = new InFlight(ticket, scheduledNs, nowNs, draft);
        if (draft.isPresent()) {
            int[] ids = draft.get().outputIds();
            driver.submit(
                    new EngineRequest(ticket.order(), draft.get().promptIds(), ids),
                    nowNs,
                    (event, atNs) -> token(sent, event, atNs));
        } else {
            end(sent, sent.refused(nowNs));
        }
    }

    private void token(InFlight sent, TokenEvent event, long atNs) {
        if (event.outputIndex() == 0) {
            sent.serverTimes = new ServerTimes(driver.queueNs(event, sent.sentNs, atNs), driver.prefillNs(event));
            sent.events.add(atNs, EventKind.ROLE, EventLog.TOKENS_UNKNOWN);
        }
        sent.textBytes += sent.draft.orElseThrow().tokenBytes(event.outputIndex());
        if (event.outputIndex() % streamIntervalTokens == 0 || event.last()) {
            int tokensSoFar = tokensTold ? event.outputIndex() + 1 : EventLog.TOKENS_UNKNOWN;
            sent.events.add(atNs, EventKind.CONTENT, tokensSoFar, sent.textBytes);
        }
        if (event.last()) {
            sent.events.add(atNs, EventKind.FINISH, EventLog.TOKENS_UNKNOWN);
            sent.events.add(atNs, EventKind.USAGE, EventLog.TOKENS_UNKNOWN);
            sent.events.add(atNs, EventKind.DONE, EventLog.TOKENS_UNKNOWN);
            end(
                    sent,
                    sent.answered(event, atNs, driver.engine().config().cache().hostTier()));
        }
    }

    private void end(InFlight sent, Exchange exchange) {
        TurnTicket ticket = sent.ticket;
        Dialogue dialogue = dialogues[ticket.conversation()];
        Turn turn = dialogue.turn(ticket.turn());
        record(TurnRecord.builder()
                .order(ticket.order())
                .conversation(ticket.conversation())
                .conversationId(dialogue.conversation().id())
                .turn(ticket.turn())
                .requestedOutputTokens(turn.outputTokens())
                .promptTokensByClient(sent.promptTokens())
                .exchange(exchange)
                .build());
        if (exchange.outcome() == Outcome.OK) {
            dialogue.answered(exchange);
            queue.answered(ticket);
            return;
        }
        dialogue.end();
        List<TurnRecord> skipped = new ArrayList<>();
        queue.failed(ticket).forEach(never -> skipped.add(dialogue.unsent(never, Outcome.SKIPPED_AFTER_FAILURE)));
        skipped.forEach(this::record);
    }

    private void record(TurnRecord turn) {
        recorded++;
        recorder.accept(turn);
    }

    /** A request between its sending and its end. */
    private static final class InFlight {
        private final TurnTicket ticket;
        private final long scheduledNs;
        private final long sentNs;
        private final Optional<Draft> draft;
        private final EventLog events;
        /** Of the answer so far. */
        private int textBytes;

        private ServerTimes serverTimes = Exchange.NO_SERVER_TIMES;

        InFlight(TurnTicket ticket, long scheduledNs, long sentNs, Optional<Draft> draft) {
            this.ticket = ticket;
            this.scheduledNs = scheduledNs;
            this.sentNs = sentNs;
            this.draft = draft;
            this.events = new EventLog(draft.map(Draft::outputTokens).orElse(0) + 4);
        }

        /** By the client's tokenizer, which is the engine's. */
        int promptTokens() {
            return draft.map(made -> made.promptIds().length).orElse(Usage.ABSENT);
        }

        /** @param host of the cache: without one the server tells nothing of tiers */
        Exchange answered(TokenEvent last, long atNs, Optional<HostTierConfig> host) {
            Draft answer = draft.orElseThrow();
            Usage usage = new Usage(
                    answer.promptIds().length,
                    answer.outputTokens(),
                    last.cachedTokens(),
                    tier(last.cachedDeviceTokens(), host.isPresent()),
                    tier(last.cachedHostTokens(), host.isPresent()),
                    tier(
                            last.cachedStorageTokens(),
                            host.flatMap(HostTierConfig::storage).isPresent()));
            return exchange(atNs, HTTP_OK, usage, answer.finishReason(), answer.answerText(), Outcome.OK, null);
        }

        private static int tier(int cachedTokens, boolean there) {
            return there ? cachedTokens : Usage.ABSENT;
        }

        Exchange refused(long atNs) {
            String error = "the prompt is longer than the simulated server's context";
            return exchange(atNs, HTTP_BAD_REQUEST, Usage.NONE, null, new byte[0], Outcome.HTTP_4XX, error);
        }

        private Exchange exchange(
                long endNs,
                int status,
                Usage usage,
                String finishReason,
                byte[] answer,
                Outcome outcome,
                String error) {
            return Exchange.builder()
                    .scheduledNs(scheduledNs)
                    .readyNs(ticket.readyNs())
                    .sentNs(sentNs)
                    .endNs(endNs)
                    .httpStatus(status)
                    .events(events)
                    .usage(usage)
                    .serverTimes(serverTimes)
                    .finishReason(finishReason)
                    .answer(answer)
                    .outcome(outcome)
                    .error(error)
                    .build();
        }
    }
}
