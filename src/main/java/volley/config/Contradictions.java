package volley.config;

/** Pairs of parameters that cannot both be meant. */
final class Contradictions {
    private Contradictions() {}

    /** @throws BadInputException naming both */
    static void check(Parameters given, Settings settings) {
        if (given.isGiven("base-url")) {
            refuse(given, "host", "base-url");
            refuse(given, "port", "base-url");
        }
        if (settings.load().arrivals() != ArrivalKind.GAMMA && given.isGiven("burstiness")) {
            throw given.bad("burstiness", "shapes only gamma arrivals; add -Dvolley.arrivals=gamma or leave it out");
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
        if (settings.simulated().virtual() && !settings.requests().stream()) {
            throw given.bad("disable-stream", "has no meaning in virtual time, where every token has its time");
        }
        if (given.isGiven("endpoints")) {
            refuse(given, "base-url", "endpoints");
            refuse(given, "host", "endpoints");
            refuse(given, "port", "endpoints");
        }
        if (settings.simulated().virtual() && settings.server().baseUrl().isPresent()) {
            throw given.bad("simulate", "sends nothing, but a server is given; leave one of them out");
        }
        if (settings.server().baseUrl().isPresent()) {
            given.effective().keySet().stream()
                    .filter(name -> name.startsWith("simulated.") && given.isGiven(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw given.bad(
                                name, "sets the simulated server, but a server is given; leave one of them out");
                    });
        }
    }

    private static void refuse(Parameters given, String name, String other) {
        if (given.isGiven(name)) {
            throw given.bad(name, "contradicts volley." + other + "; give one of them");
        }
    }
}
