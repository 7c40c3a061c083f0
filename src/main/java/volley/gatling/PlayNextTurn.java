package volley.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.http.client.Request;
import io.gatling.http.engine.HttpEngine;
import io.gatling.http.protocol.HttpComponents;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.util.SslContexts;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import scala.Option;
import volley.client.Exchange;
import volley.client.JsonText;
import volley.client.LoopScheduler;
import volley.client.Outcome;
import volley.client.Redirect;
import volley.client.RequestFactory;
import volley.client.RequestProgress;
import volley.client.StreamingResponse;
import volley.dataset.Turn;
import volley.metrics.TurnRecord;
import volley.network.ServerTls;
import volley.play.Attempt;
import volley.play.Dialogue;
import volley.play.EventLoops;
import volley.play.InFlight;
import volley.play.LoadRequests;
import volley.play.Playing;
import volley.play.RequestSlot;
import volley.play.TurnRecorder;
import volley.turns.Slot;
import volley.turns.TurnTicket;

/**
 * Takes the next turn in line, sends it with its conversation's history, times the answer, and gives the conversation
 * back. A slot that finds no turn ready is parked without a thread; one for which none can come any more ends.
 *
 * <p>The next turn is handed out when the request before it is with the connection pool; under the strict order only
 * when it is written, since a new connection could be overtaken by a pooled one.
 */
final class PlayNextTurn extends SlotAction {
    private final Playing playing;
    private final HttpEngine engine;
    private final LoadRequests requests;
    private final List<RequestFactory> byAdapter;
    private final EventLoops loops;
    private final Option<SslContexts> tls;

    PlayNextTurn(Playing playing, EventLoops loops, GatlingStatistics gatling, ScenarioContext context, Action next) {
        super("play next turn", context, next);
        this.playing = playing;
        this.loops = loops;
        HttpComponents http = context.protocolComponentsRegistry().components(HttpProtocol.HttpProtocolKey());
        this.engine = http.httpEngine();
        this.requests = playing.loadRequests();
        this.byAdapter = requests.byAdapter().stream()
                .map(factory -> factory.resolvedBy(engine.newJavaDnsNameResolver()))
                .toList();
        ServerTls asked = playing.target().route().tls();
        this.tls = Option.when(!asked.isPlatforms(), () -> new SslContexts(asked.contextBuilder(), Option.empty()));
        playing.recorder().reportTo(gatling);
    }

    @Override
    void execute(Session session, RequestSlot slot) {
        takeTurn(session, slot);
    }

    private void takeTurn(Session session, RequestSlot slot) {
        playing.queue().take(new Slot() {
            @Override
            public void send(TurnTicket ticket) {
                CompletableFuture<JsonText> unused = playing.questions()
                        .question(ticket)
                        // A task of its own also where this is the loop: to hand one turn out gives out the next, so
                        // that a thousand slots which begin together would be as many calls inside one another.
                        .whenComplete((question, failure) -> LoopScheduler.send(
                                loops.of(slot),
                                System::nanoTime,
                                () -> play(session, slot, ticket, question, failure)));
            }

            @Override
            public void end() {
                playing.pacer().done(slot);
                // Behind its records: Gatling takes no figure any more once its last user has left.
                playing.recorder().record(session.scenario(), List.of(), () -> next().$bang(session));
            }
        });
    }

    /** @param failure why the question could not be made ready, or null: then the turn fails unsent */
    private void play(Session session, RequestSlot slot, TurnTicket ticket, JsonText question, Throwable failure) {
        Dialogue dialogue = playing.dialogue(ticket.conversation());
        Turn turn = dialogue.turn(ticket.turn());
        List<JsonText> history = failure == null ? dialogue.ask(question) : List.of();
        Sending sending = new Sending(session, slot, ticket, dialogue, turn, history, System.nanoTime(), Attempt.FIRST);
        if (failure == null) {
            send(sending);
        } else {
            StreamingResponse response = expect(sending);
            response.onSend();
            response.onThrowable(failure.getCause() == null ? failure : failure.getCause());
        }
        if (!playing.plan().isStrict()) {
            playing.queue().handedOver();
        }
        playing.pacer().done(slot);
    }

    /** A turn on its way. */
    private record Sending(
            Session session,
            RequestSlot slot,
            TurnTicket ticket,
            Dialogue dialogue,
            Turn turn,
            List<JsonText> history,
            long sinceNs,
            Attempt attempt) {
        Sending with(Attempt other) {
            return new Sending(session, slot, ticket, dialogue, turn, history, sinceNs, other);
        }
    }

    private void send(Sending sending) {
        int outputTokens = sending.turn().outputTokens();
        RequestFactory factory =
                byAdapter.get(requests.adapterOf(sending.ticket().conversation()));
        Request request = factory.request(
                sending.attempt().target(),
                sending.history(),
                outputTokens,
                sending.dialogue().session());
        EventLoop eventLoop = loops.of(sending.slot());
        StreamingResponse response = expect(sending);
        playing.inFlight()
                .add(new InFlight.Flight(
                        sending.ticket(), false, response::events, response::cancel, eventLoop, sending.sinceNs()));
        engine.executeRequest(request, sending.session().userId(), true, eventLoop, response, tls);
        if (playing.cancelled()) {
            response.cancel();
        }
    }

    private StreamingResponse expect(Sending sending) {
        RequestProgress progress = new RequestProgress() {
            private Duration comeBackAfter;
            private URI target;

            @Override
            public void written() {
                if (playing.plan().isStrict() && sending.attempt().isFirst()) {
                    playing.queue().handedOver();
                }
            }

            @Override
            public void headers(HttpHeaders response) {
                sending.dialogue().session().answered(response);
            }

            @Override
            public void moved(URI to) {
                target = to;
            }

            @Override
            public void countsUnbelieved() {
                playing.counted().unbelieved();
            }

            @Override
            public void comeBack(Duration after) {
                comeBackAfter = after;
            }

            @Override
            public void ended(Exchange exchange) {
                if (comeBackAfter != null && playing.mayRetry(sending.attempt().retries())) {
                    sendAgain(sending, comeBackAfter, exchange);
                } else if (target != null && sending.attempt().followed() < Redirect.MAX_FOLLOWED) {
                    playing.counted().redirect(target);
                    send(sending.with(sending.attempt().movedTo(target)));
                } else {
                    PlayNextTurn.this.ended(sending, exchange);
                }
            }
        };
        return StreamingResponse.expect(
                playing.reader(),
                playing.pacer().scheduledNs(sending.ticket().order()),
                sending.ticket().readyNs(),
                sending.turn().outputTokens(),
                progress,
                loops.of(sending.slot()));
    }

    /** @param refused the answer so far, which is the turn's when the run is stopped before it is sent again */
    private void sendAgain(Sending sending, Duration after, Exchange refused) {
        EventLoop eventLoop = loops.of(sending.slot());
        Runnable again = () -> {
            playing.counted().retry();
            send(sending.with(sending.attempt().again()));
        };
        Future<?> waiting = eventLoop.schedule(again, after.toNanos(), TimeUnit.NANOSECONDS);
        Runnable cancel = () -> {
            if (waiting.cancel(false)) {
                ended(sending, refused);
            }
        };
        playing.inFlight()
                .add(new InFlight.Flight(sending.ticket(), true, () -> 0, cancel, eventLoop, sending.sinceNs()));
        if (playing.cancelled()) {
            cancel.run();
        }
    }

    private void ended(Sending sending, Exchange exchange) {
        Session session = sending.session();
        TurnTicket ticket = sending.ticket();
        Dialogue dialogue = sending.dialogue();
        playing.inFlight().remove(ticket);
        TurnRecord record = TurnRecord.builder()
                .order(ticket.order())
                .conversation(ticket.conversation())
                .conversationId(dialogue.conversation().id())
                .turn(ticket.turn())
                .requestedOutputTokens(dialogue.turn(ticket.turn()).outputTokens())
                .exchange(exchange)
                .roundTripNs(playing.observers().server().roundTripNs())
                .retries(sending.attempt().retries())
                .build();
        List<TurnRecord> records = new ArrayList<>();
        records.add(record);
        if (exchange.outcome() == Outcome.OK) {
            playing.textWork().execute(() -> {
                dialogue.answered(exchange);
                Duration thinks = playing.queue().answered(ticket);
                if (!thinks.isZero()) {
                    Future<?> unused = loops.of(sending.slot())
                            .schedule(playing.queue()::wake, thinks.toNanos(), TimeUnit.NANOSECONDS);
                }
            });
        } else {
            dialogue.end();
            playing.queue()
                    .failed(ticket)
                    .forEach(never -> records.add(playing.unsent(never, Outcome.SKIPPED_AFTER_FAILURE)));
        }
        TurnRecorder recorder = playing.recorder();
        if (!playing.plan().slotsAreReused()) {
            recorder.record(session.scenario(), records, () -> next().$bang(session));
        } else if (recorder.isBehind()) {
            recorder.recordBefore(session.scenario(), records, () -> takeTurn(session, sending.slot()));
        } else {
            recorder.record(session.scenario(), records, () -> {});
            takeTurn(session, sending.slot());
        }
    }
}
