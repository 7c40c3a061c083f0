package volley.gatling;

import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.PopulationBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import volley.client.JsonText;
import volley.client.WireFormat;
import volley.config.Settings;
import volley.live.LiveFigures;
import volley.play.LoadRequests;
import volley.play.Observers;
import volley.play.Playing;
import volley.prepare.Preparation;
import volley.prepare.Target;
import volley.prepare.WarmUpPlan;
import volley.report.Results;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;
import volley.simulator.replay.RecordedAnswer;
import volley.simulator.replay.ReplayServer;

/**
 * A small plan, played as a run is: through Gatling's injection and HTTP engine, the run's own steps and the results'
 * code, against a private server on loopback. All tokens come at once in one round and one by one in the next, since a
 * run may have either; in two of four rounds turns arrive at a rate, if they do so in the run. Each round has a new
 * server, so that connecting is practised too.
 *
 * @param answer of the private server, to every turn
 * @param folder of the files written, which nobody reads
 */
record WarmUpRound(Preparation prepared, WarmUpPlan plan, RecordedAnswer answer, WarmUpInjector gatling, Path folder) {
    /** A round takes a fraction of a second; one that hangs must not keep the run from starting. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Rounds whose answers are those of a simulated server of the run's kind. */
    static WarmUpRound of(Preparation prepared, WarmUpPlan plan, WarmUpInjector gatling, Path folder)
            throws IOException {
        Settings settings = prepared.settings();
        WireFormat format = prepared.format();
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(SimulatedTiming.instant()), new WordTokenizer())
                .backend(settings.server().backend())
                .start()) {
            URI baseUrl = URI.create(server.baseUrl());
            byte[] body = LoadRequests.bodies(prepared, Target.loopback(baseUrl, settings))
                    .encode(
                            List.of(format.isOfIds() ? JsonText.ofIds(new int[] {1}) : JsonText.of(WarmUpPlan.PROMPT)),
                            WarmUpPlan.OUTPUT_TOKENS);
            return new WarmUpRound(
                    prepared, plan, RecordedAnswer.record(URI.create(baseUrl + format.path()), body), gatling, folder);
        }
    }

    void play(int number) throws InterruptedException {
        boolean tokenByToken = number % 2 == 1;
        boolean atRate = number % 4 >= 2;
        try (ReplayServer server = new ReplayServer(answer, tokenByToken)) {
            Preparation preparation = plan.of(prepared, Target.loopback(server.baseUrl(), prepared.settings()), atRate);
            Playing playing = new Playing(preparation);
            playing.claim(folder.resolve("round-" + number));
            RunSteps run = new RunSteps(playing, true);
            Observers observers = playing.observers();
            observers.add(new LiveFigures(System::nanoTime)::accept);
            PopulationBuilder users = run.inject(scenario(WarmUpInjector.SCENARIO)
                            .feed(run.slots())
                            .exec(run.awaitArrival())
                            .exec(run.playNextTurn((context, next) ->
                                    observers.watch(context.coreComponents().eventLoopGroup()))))
                    .protocols(http.baseUrl(playing.target().baseUrl().toString()));
            try {
                playing.pacer().startAt(System.nanoTime() + plan.lead().toNanos());
                gatling.run(users).get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
                Optional.ofNullable(playing.recorder().close()).ifPresent(Results::close);
            } catch (ExecutionException | TimeoutException ignored) {
                // A run without warmth is better than none.
            } finally {
                observers.close();
            }
        }
    }
}
