package volley.gatling;

import io.gatling.core.controller.inject.open.OpenInjectionStep;
import io.gatling.core.controller.inject.open.OpenInjectionSupport;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.util.concurrent.TimeUnit;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import volley.play.Pacer;

/**
 * An injection profile that starts one virtual user for each planned arrival. Gatling starts users on whole
 * milliseconds, so each is started at or before its time; {@link Pacer} waits out the rest.
 */
final class ArrivalInjection implements OpenInjectionStep {
    private static final long serialVersionUID = 1L;

    private final long[] arrivalsNs;

    private ArrivalInjection(long[] arrivalsNs) {
        this.arrivalsNs = arrivalsNs;
    }

    /** The scenario, with one user for each of the arrivals (ns since the population's start, never falling). */
    static PopulationBuilder inject(ScenarioBuilder scenario, long[] arrivalsNs) {
        var steps =
                CollectionConverters.asScala(java.util.List.<OpenInjectionStep>of(new ArrivalInjection(arrivalsNs)));
        return new PopulationBuilder(scenario.wrapped.inject(
                OpenInjectionSupport.OpenInjectionProfileFactory().profile(steps)));
    }

    @Override
    public Iterator<FiniteDuration> chain(Iterator<FiniteDuration> chained) {
        if (chained.hasNext()) {
            throw new IllegalStateException("the plan's arrivals are a whole injection profile: nothing follows them");
        }
        return new AbstractIterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < arrivalsNs.length;
            }

            @Override
            public FiniteDuration next() {
                return new FiniteDuration(TimeUnit.NANOSECONDS.toMillis(arrivalsNs[next++]), TimeUnit.MILLISECONDS);
            }
        };
    }

    @Override
    public long users() {
        return arrivalsNs.length;
    }

    @Override
    public FiniteDuration duration() {
        long lastNs = arrivalsNs.length == 0 ? 0 : arrivalsNs[arrivalsNs.length - 1];
        return new FiniteDuration(TimeUnit.NANOSECONDS.toMillis(lastNs), TimeUnit.MILLISECONDS);
    }

    @Override
    public int productArity() {
        return 0;
    }

    @Override
    public Object productElement(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public boolean canEqual(Object that) {
        return that instanceof ArrivalInjection;
    }
}
