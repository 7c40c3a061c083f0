package volley.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.http.client.Request;
import io.gatling.http.engine.HttpEngine;
import io.gatling.http.protocol.HttpComponents;
import io.gatling.http.protocol.HttpProtocol;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import scala.Option;
import volley.client.Exchange;
import volley.client.JsonText;
import volley.client.Outcome;
import volley.client.RequestFactory;
import volley.client.RequestProgress;
import volley.client.StreamingResponse;
import volley.dataset.Turn;
import volley.metrics.TurnRecord;
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
    private final RequestFactory requests;

    PlayNextTurn(Playing playing, ScenarioContext context, Action next) {
        super("play next turn", context, next);
        this.playing = playing;
        HttpComponents http =
                (HttpComponents) context.protocolComponentsRegistry().components(HttpProtocol.HttpProtocolKey());
        this.engine = http.httpEngine();
        this.requests = playing.requests(engine.newJavaDnsNameResolver());
        playing.recorder()
                .reportTo(new GatlingRun(
                        context, playing.streamed(), playing.phase().suffix()));
    }

    @Override
    void execute(Session session, RequestSlot slot) {
        playing.queue().take(new Slot() {
            @Override
            public void send(TurnTicket ticket) {
                onLoop(session.eventLoop(), () -> play(session, slot, ticket));
            }

            @Override
            public void end() {
                playing.pacer().done(slot);
                onLoop(session.eventLoop(), () -> next().$bang(session));
            }
        });
    }

    private void play(Session session, RequestSlot slot, TurnTicket ticket) {
        Dialogue dialogue = playing.dialogue(ticket.conversation());
        Turn turn = dialogue.turn(ticket.turn());
        List<JsonText> history = dialogue.ask(ticket.turn());
        int promptTokens = dialogue.promptTokens();
        Request request = requests.request(history, turn.outputTokens());
        RequestProgress progress = new RequestProgress() {
            @Override
            public void written() {
                if (playing.strict()) {
                    playing.queue().handedOver();
                }
            }

            @Override
            public void ended(Exchange exchange) {
                PlayNextTurn.this.ended(session, ticket, dialogue, promptTokens, exchange);
            }
        };
        StreamingResponse response =
                playing.reader().expect(slot.scheduledNs(), ticket.readyNs(), turn.outputTokens(), progress);
        engine.executeRequest(request, session.userId(), true, session.eventLoop(), response, Option.empty());
        if (!playing.strict()) {
            playing.queue().handedOver();
        }
        playing.pacer().done(slot);
    }

    private void ended(Session session, TurnTicket ticket, Dialogue dialogue, int promptTokens, Exchange exchange) {
        TurnRecord record = TurnRecord.sent(
                ticket.order(),
                ticket.conversation(),
                dialogue.conversation().id(),
                ticket.turn(),
                dialogue.turn(ticket.turn()).outputTokens(),
                promptTokens,
                exchange);
        List<TurnRecord> records = new ArrayList<>();
        records.add(record);
        if (exchange.outcome() == Outcome.OK) {
            dialogue.answered(exchange.answer(), exchange.usage().completionTokens());
            playing.queue().answered(ticket);
        } else {
            dialogue.end();
            playing.queue().failed(ticket).forEach(never -> records.add(skipped(never, dialogue)));
        }
        playing.recorder().record(session.scenario(), records, () -> next().$bang(session));
    }

    static TurnRecord skipped(TurnTicket never, Dialogue dialogue) {
        return TurnRecord.unsent(
                never.conversation(),
                dialogue.conversation().id(),
                never.turn(),
                dialogue.turn(never.turn()).outputTokens(),
                Outcome.SKIPPED_AFTER_FAILURE);
    }

    private static void onLoop(EventLoop eventLoop, Runnable task) {
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            eventLoop.execute(task);
        }
    }
}
