package volley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Arguments that can be swapped unseen. A call with more than six of one type is made by a builder, which names each: in
 * main, tests, benchmarks and simulations alike. A record with a nested {@code Builder} is made by it, and by nobody else.
 */
@AnalyzeClasses(packages = "volley")
class SignaturesTest {
    private static final int MOST_OF_ONE_TYPE = 6;
    private static final int MOST_PARTS = 8;

    @ArchTest
    static final ArchRule noCallHasManyArgumentsOfOneType = codeUnits()
            .should(new ArchCondition<>("have at most " + MOST_OF_ONE_TYPE + " parameters of one type") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                    long most = mostOfOneType(unit);
                    if (most > MOST_OF_ONE_TYPE && !isBehindBuilder(unit)) {
                        events.add(SimpleConditionEvent.violated(
                                unit, unit.getFullName() + " has " + most + " parameters of one type; use a builder"));
                    }
                }
            });

    @ArchTest
    static final ArchRule aRecordWithABuilderIsMadeByIt = codeUnits()
            .should(new ArchCondition<>("call the constructor of a record only where it has no builder") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                    for (JavaConstructorCall call : unit.getConstructorCallsFromSelf()) {
                        if (hasBuilder(call.getTargetOwner()) && !isBuilder(unit.getOwner(), call.getTargetOwner())) {
                            events.add(SimpleConditionEvent.violated(unit, call.getDescription()));
                        }
                    }
                }
            });

    @ArchTest
    static final ArchRule aLargeRecordIsMadeInOnePlace = codeUnits()
            .should(
                    new ArchCondition<>("be called once, beside the record itself, if they make one of more than "
                            + MOST_PARTS + " parts") {
                        @Override
                        public void check(JavaCodeUnit unit, ConditionEvents events) {
                            if (unit instanceof JavaConstructor constructor
                                    && unit.getOwner().isRecord()
                                    && unit.getRawParameterTypes().size() > MOST_PARTS) {
                                List<JavaConstructorCall> calls = constructor.getCallsOfSelf().stream()
                                        .filter(call -> !call.getOriginOwner().equals(unit.getOwner()))
                                        .toList();
                                if (calls.size() > 1) {
                                    events.add(SimpleConditionEvent.violated(
                                            unit,
                                            unit.getFullName() + " is called in " + calls.size()
                                                    + " places; use a builder"));
                                }
                            }
                        }
                    });

    @Test
    void manyArgumentsOfOneTypeAreFound() {
        JavaClasses sevenInts = new ClassFileImporter().importClasses(LocalDateTime.class);

        assertThat(noCallHasManyArgumentsOfOneType
                        .evaluate(sevenInts)
                        .getFailureReport()
                        .getDetails())
                .anySatisfy(
                        detail -> assertThat(detail).contains("LocalDateTime.of(int, int, int, int, int, int, int)"));
    }

    private static long mostOfOneType(JavaCodeUnit unit) {
        Map<JavaClass, Long> counts = unit.getRawParameterTypes().stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** A record's constructor that only its builder calls, as the rule below sees to. */
    private static boolean isBehindBuilder(JavaCodeUnit unit) {
        return unit.isConstructor() && hasBuilder(unit.getOwner());
    }

    private static boolean hasBuilder(JavaClass type) {
        return type.isRecord()
                && type.getDirectDependenciesToSelf().stream()
                        .anyMatch(dependency -> isBuilder(dependency.getOriginClass(), type));
    }

    private static boolean isBuilder(JavaClass type, JavaClass made) {
        return type.getName().equals(made.getName() + "$Builder");
    }
}
