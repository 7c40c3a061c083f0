package volley;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.gatling.LoadRun;

/**
 * Questions about videos or images: the first turn of a conversation carries the video, or frames of it, before its
 * text; further questions about the same video are further turns, with the server's own answers between.
 *
 * <p>{@code mvn gatling:test -Dgatling.simulationClass=volley.Multimodal -Dvolley.dataset-path=NExTQA/OE/test.parquet
 * -Dvolley.video-path=NExTQA}
 */
public final class Multimodal extends Simulation {
    private final LoadRun run = LoadRun.prepare();

    private final ScenarioBuilder conversations =
            scenario("conversations").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());

    {
        setUp(run.inject(conversations)).protocols(run.protocol()).assertions(run.assertions());
    }

    @Override
    public void after() {
        run.finish();
    }
}
