package volley.simulator.http;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides for each answer what goes wrong with it. Called from several threads.
 *
 * <p>For example {@code FaultRule.when(r -> r.turn() == 2 && r.firstUserMessage().startsWith("B"), Fault.reset(3))}
 * resets the second turn of conversation B after three tokens.
 */
@FunctionalInterface
public interface FaultRule extends Function<RequestSeen, Fault> {
    /** Nothing ever goes wrong. */
    static FaultRule none() {
        return request -> Fault.none();
    }

    /** The fault for every request that meets the condition. */
    static FaultRule when(Predicate<RequestSeen> condition, Fault fault) {
        return request -> condition.test(request) ? fault : Fault.none();
    }

    /** The fault for the request with this number, from 1 in the order of arrival. */
    static FaultRule onRequest(int number, Fault fault) {
        return when(request -> request.number() == number, fault);
    }

    /** This rule, and where it finds nothing, the other one. */
    default FaultRule or(FaultRule other) {
        return request -> {
            Fault fault = apply(request);
            return fault == Fault.none() ? other.apply(request) : fault;
        };
    }
}
