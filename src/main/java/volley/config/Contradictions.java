package volley.config;

import java.util.List;
import volley.config.SimulationKind.Ability;

/** Pairs of parameters that cannot both be meant. */
final class Contradictions {
    private Contradictions() {}

    /** @throws BadInputException naming both */
    static void check(Parameters given, Settings settings, SimulationKind simulation) {
        // a calibration plays a user's plan, but always against a simulated server
        boolean calibrates = settings.calibrated().isPresent();
        checkCalibrated(given, settings);
        if (given.isGiven("base-url")) {
            given.refuseBeside("host", "base-url");
            given.refuseBeside("port", "base-url");
        }
        if (settings.load().arrivals() != ArrivalKind.GAMMA && given.isGiven("burstiness")) {
            throw given.bad(
                    "burstiness",
                    "shapes only gamma arrivals; add " + GivenAs.setting("arrivals", "gamma") + " or leave it out");
        }
        if (Double.isInfinite(settings.load().requestsPerSecond())) {
            if (!settings.load().rampUp().isZero()) {
                throw given.bad("ramp-up-seconds", "has no rate to rise to while request-rate is inf; give a rate");
            }
            if (given.isGiven("arrivals")) {
                throw given.bad("arrivals", "has no rate while request-rate is inf; give a rate");
            }
        }
        if (settings.load().pacing() == Pacing.UPSTREAM
                && !settings.load().rampUp().isZero()) {
            throw given.bad("ramp-up-seconds", "needs planned times, which pacing=upstream does not keep");
        }
        checkTrace(given, settings);
        NewSessions.check(given, settings, settings.calibrated().orElse(simulation));
        checkDrawnWords(given, settings, settings.calibrated().orElse(simulation));
        if (settings.media().form() != VideoForm.IMAGE_LIST && given.isGiven("frame-format")) {
            throw given.bad(
                    "frame-format",
                    "is chosen by the form; add " + GivenAs.setting("video-form", "image-list") + " or leave it out");
        }
        if (settings.repetition().saturation().isPresent()) {
            if (settings.slo().objectives().isEmpty()) {
                throw given.bad(
                        "find-saturation",
                        "has no objective to meet; give one, such as " + GivenAs.setting("slo.ttft.p99", "500"));
            }
            if (settings.repetition().runsPerCombination() > 1) {
                throw given.bad(
                        "find-saturation", "makes one run for each rate; leave out iterations, warmup and forks");
            }
        }
        if (!settings.requests().stream()
                && settings.failures().firstTokenTimeout().isPresent()) {
            throw given.bad("first-token-timeout-seconds", "has no first token while disable-stream is on");
        }
        if (settings.simulated().virtual() && !settings.requests().stream()) {
            throw given.bad("disable-stream", "has no meaning in virtual time, where every token has its time");
        }
        if (given.isGiven("endpoints")) {
            if (!simulation.can(Ability.ON_SEVERAL_SERVERS)) {
                throw given.bad(
                        "endpoints",
                        "is a list of servers to play one plan on, which "
                                + SimulationKind.names(SimulationKind.allThatCan(Ability.ON_SEVERAL_SERVERS))
                                + " do; give one server with " + GivenAs.parameter("base-url"));
            }
            given.refuseBeside(EngineConfiguration.PARAMETER, "endpoints");
            given.refuseBeside("base-url", "endpoints");
            given.refuseBeside("host", "endpoints");
            given.refuseBeside("port", "endpoints");
        }
        if (settings.simulated().virtual() && !calibrates && !simulation.can(Ability.VIRTUAL_TIME)) {
            throw given.bad(
                    "simulate",
                    "cannot be here: only a server knows which tokens it makes of images and videos; "
                            + SimulationKind.names(SimulationKind.allThatCan(Ability.VIRTUAL_TIME)) + " have it");
        }
        if (settings.simulated().virtual() && given.isGiven("endpoints")) {
            throw given.bad(
                    "simulate",
                    "sends nothing, but servers are given (" + GivenAs.parameter("endpoints")
                            + "); leave one of them out");
        }
        if (settings.simulated().virtual() && settings.server().baseUrl().isPresent()) {
            throw given.bad("simulate", "sends nothing, but a server is given; leave one of them out");
        }
        if (settings.simulated().virtual() && settings.simulated().textTokens().isPresent()) {
            throw given.bad("simulated.text-tokens", "has no meaning in virtual time, where every token has a text");
        }
        if (settings.simulated().virtual() && settings.load().limit().isPresent()) {
            throw given.bad(
                    "duration-seconds",
                    "has no meaning in virtual time, which costs none; give " + GivenAs.parameter("num-prompts"));
        }
        if (settings.simulated().virtual() && settings.load().lora().isMixed()) {
            throw given.bad("lora-name", "names several adapters, which the simulated engine does not tell apart");
        }
        checkConfigurations(given, simulation, settings.simulated().virtual());
        if (calibrates && (!settings.requests().stream() || settings.simulated().virtual())) {
            throw given.bad(
                    settings.simulated().virtual() ? "simulate" : "disable-stream",
                    "leaves a calibration no token that is timed at both ends; leave it out");
        }
        if (calibrates && settings.simulated().streamIntervalTokens() > 1) {
            throw given.bad(
                    "simulated.stream-interval",
                    "leaves a calibration tokens that have no event to time; leave it out");
        }
        if (settings.server().baseUrl().isPresent() && !calibrates) {
            given.effective().keySet().stream()
                    .filter(name -> name.startsWith("simulated.") && given.isGiven(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw given.bad(
                                name, "sets the simulated server, but a server is given; leave one of them out");
                    });
        }
    }

    private static void checkTrace(Parameters given, Settings settings) {
        if (!settings.workload().datasetName().equals(Parameters.TRACE)) {
            for (String name : List.of(
                    "mooncake-slowdown-factor",
                    "trace-block-size",
                    "trace-time-unit",
                    "trace-sessions",
                    "think-time")) {
                if (given.isGiven(name)) {
                    throw given.bad(name, "is for a trace; add " + GivenAs.setting("dataset-name", "mooncake"));
                }
            }
            return;
        }
        if (given.isGiven("think-time-seconds")) {
            throw given.bad(
                    "think-time-seconds",
                    "is for conversations; a trace's sessions have " + GivenAs.setting("think-time", "<seconds>"));
        }
        for (String name : List.of("request-rate", "arrivals", "burstiness", "ramp-up-seconds")) {
            if (given.isGiven(name)) {
                throw given.bad(
                        name,
                        "sets arrival times, but a trace has its own; give "
                                + GivenAs.parameter("mooncake-slowdown-factor"));
            }
        }
        if (settings.load().order() == OrderPolicy.RANDOM) {
            throw given.bad("order", "would give a trace's requests the arrival times of others; leave it out");
        }
    }

    /** A file of which nothing would be read. */
    private static void checkDrawnWords(Parameters given, Settings settings, SimulationKind simulation) {
        String dataset = settings.workload().datasetName();
        if (dataset.equals("cache-dial") && given.isGiven("fixed-output-len")) {
            throw given.bad(
                    "fixed-output-len",
                    "is for the answers of a file; the dial's have " + GivenAs.parameter("dial-output-len")
                            + " tokens");
        }
        if (!given.isGiven("dataset-path") || !ParameterLayers.GENERATED_DATASETS.contains(dataset)) {
            return;
        }
        if (dataset.equals("generated-shared-prefix") || dataset.equals("cache-dial")) {
            throw given.bad("dataset-path", "is not read: " + dataset + " draws its words; leave it out");
        }
        if (settings.generated().wordsOnly()) {
            throw given.bad(
                    "dataset-path",
                    "is not read while words are drawn; leave it out, or cut texts out of it with"
                            + " " + GivenAs.setting("disable-random-sample", "false")
                            + (simulation.can(Ability.SWEEP)
                                    ? ""
                                    : ", or play its conversations with "
                                            + GivenAs.setting("dataset-name", "sharegpt")));
        }
    }

    /** @throws BadInputException naming both, where another parameter contradicts the list */
    private static void checkConfigurations(Parameters given, SimulationKind simulation, boolean virtual) {
        if (!given.isGiven(EngineConfiguration.PARAMETER)) {
            return;
        }
        if (!simulation.can(Ability.VIRTUAL_TIME) || !(virtual || simulation.can(Ability.COMPARISON))) {
            throw given.bad(
                    EngineConfiguration.PARAMETER,
                    "compares simulated engines, which needs " + GivenAs.setting("simulate", "true")
                            + " in any simulation but " + GivenAs.name(SimulationKind.COMPARE_SERVERS));
        }
        if (!simulation.can(Ability.SWEEP)
                && !given.text(EngineConfiguration.PARAMETER).orElse("").contains(",")) {
            throw given.bad(EngineConfiguration.PARAMETER, "has one only; a comparison needs two");
        }
        for (String name : List.of(
                "simulated.schedule-policy", "simulated.disable-radix-cache", "simulated.enable-hierarchical-cache")) {
            given.refuseBeside(name, EngineConfiguration.PARAMETER);
        }
    }

    /** @throws BadInputException where the plan is not one, or nobody would play it */
    private static void checkCalibrated(Parameters given, Settings settings) {
        if (settings.calibrated().isEmpty()) {
            if (given.isGiven(CalibratedPlan.PARAMETER)) {
                throw given.bad(
                        CalibratedPlan.PARAMETER,
                        "is for calibrations; run one, with " + GivenAs.running(SimulationKind.CALIBRATE)
                                + ", or leave it out");
            }
            return;
        }
        int rates = settings.generated().dialogues().requestsPerSecond().size();
        if (settings.calibrated().get().can(Ability.SWEEP) && rates > 1) {
            throw given.bad(
                    CalibratedPlan.PARAMETER,
                    "has " + rates + " rates ("
                            + GivenAs.setting(
                                    "sweep-rates", settings.effective().get("sweep-rates"))
                            + "), but a calibration plays one; give it, such as "
                            + GivenAs.setting("request-rate", "8"));
        }
    }
}
