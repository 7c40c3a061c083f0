package volley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import volley.config.Backend;

/** The one-way dependencies between packages. */
@AnalyzeClasses(packages = "volley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Each layer is a package with those below it, and may use those named. */
    private static final Map<String, List<String>> LAYERS = new LinkedHashMap<>();

    static {
        layer("config", "os");
        layer("console");
        layer("os");
        layer("jvm");
        layer("prefix");
        layer("network", "config");
        layer("hub", "config", "network", "os");
        layer("template");
        layer("tokenizer", "config", "hub", "template");
        layer("download", "config", "console", "hub");
        layer("dataset", "config", "console", "tokenizer");
        layer("video", "config", "dataset");
        layer("turns", "config");
        layer("plan", "config", "dataset", "tokenizer", "turns");
        layer("client", "config", "network", "os");
        layer("cold", "client", "config");
        layer("metrics", "client", "config");
        layer("simulator", "config", "hub", "prefix", "tokenizer");
        layer("calibration", "metrics", "client", "config", "simulator");
        layer("live", "metrics", "client", "config", "os");
        layer("monitor", "metrics", "client", "os");
        layer("servermetrics", "metrics", "client", "config", "network", "os");
        layer(
                "report",
                "calibration",
                "cold",
                "monitor",
                "servermetrics",
                "metrics",
                "client",
                "config",
                "tokenizer",
                "prefix");
        layer("trials", "metrics", "config", "os", "report");
        layer("kubernetes", "config", "report");
        layer(
                "prepare",
                "calibration",
                "client",
                "config",
                "dataset",
                "hub",
                "metrics",
                "network",
                "plan",
                "report",
                "servermetrics",
                "simulator",
                "tokenizer",
                "turns",
                "video");
        layer(
                "results",
                "client",
                "cold",
                "config",
                "dataset",
                "os",
                "plan",
                "prepare",
                "report",
                "simulator",
                "tokenizer");
        layer(
                "play",
                "calibration",
                "client",
                "cold",
                "config",
                "console",
                "dataset",
                "live",
                "metrics",
                "monitor",
                "network",
                "os",
                "plan",
                "prepare",
                "report",
                "results",
                "servermetrics",
                "simulator",
                "tokenizer",
                "turns");
        layer(
                "whatif",
                "client",
                "cold",
                "config",
                "dataset",
                "metrics",
                "plan",
                "play",
                "prepare",
                "report",
                "results",
                "servermetrics",
                "simulator",
                "tokenizer",
                "turns");
        layer(
                "gatling",
                "jvm",
                "calibration",
                "client",
                "config",
                "dataset",
                "download",
                "live",
                "metrics",
                "monitor",
                "network",
                "os",
                "plan",
                "play",
                "prepare",
                "report",
                "results",
                "simulator",
                "trials",
                "turns",
                "whatif");
        layer(
                "recover",
                "config",
                "gatling",
                "hub",
                "metrics",
                "plan",
                "prepare",
                "report",
                "results",
                "tokenizer",
                "trials");
        layer("survey", "config", "dataset", "hub", "prefix", "tokenizer");
        layer(
                "cli",
                "client",
                "config",
                "dataset",
                "hub",
                "kubernetes",
                "network",
                "os",
                "play",
                "report",
                "recover",
                "survey",
                "tokenizer",
                "trials");
    }

    @ArchTest
    static final ArchRule dependenciesPointOneWay = layers();

    @ArchTest
    static final ArchRule packagesHaveNoCycle =
            slices().matching("volley.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesInsidePackagesHaveNoCycle =
            slices().matching("volley.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageIsInALayer = classes()
            .should()
            .resideInAnyPackage(
                    LAYERS.keySet().stream().map(ArchitectureTest::packages).toArray(String[]::new));

    @ArchTest
    static final ArchRule onlyOnePackageTouchesGatling = noClasses()
            .that()
            .resideOutsideOfPackage("volley.gatling..")
            .should()
            .dependOnClassesThat(new DescribedPredicate<>("are Gatling's or Scala's, but for the Java HTTP client") {
                @Override
                public boolean test(JavaClass used) {
                    String name = used.getPackageName();
                    return (name.startsWith("io.gatling") && !name.startsWith("io.gatling.http.client"))
                            || name.startsWith("scala");
                }
            });

    @ArchTest
    static final ArchRule theHttpClientIsUsedByTheClientPackage = classes()
            .that()
            .resideOutsideOfPackages("volley.client..", "volley.gatling..")
            .should()
            .onlyDependOnClassesThat(new DescribedPredicate<>("are not of Gatling's HTTP client") {
                @Override
                public boolean test(JavaClass used) {
                    return !used.getPackageName().startsWith("io.gatling.http.client");
                }
            });

    /** What is asked of a server beside the load must not take the time of those who read answers. */
    @ArchTest
    static final ArchRule serversMetricsAreReadOffTheEventLoops = noClasses()
            .that()
            .resideInAPackage("volley.servermetrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.gatling..");

    /** A comparison with a constant and a switch over them both read the constants' fields. */
    @ArchTest
    static final ArchRule whatDiffersBetweenBackendsStandsWithThem = noClasses()
            .that()
            .doNotBelongToAnyOf(Backend.class)
            .and()
            .doNotHaveFullyQualifiedName("volley.simulator.http.Surfaces")
            .should()
            .accessFieldWhere(JavaFieldAccess.Predicates.target(
                    HasOwner.Predicates.With.owner(JavaClass.Predicates.equivalentTo(Backend.class))))
            .because("a new backend is its traits and its surface: code elsewhere asks for a trait");

    @ArchTest
    static void noTwoClassesShareASimpleName(JavaClasses all) {
        Map<String, List<String>> byName = all.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(found -> !found.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(byName.values().stream().filter(names -> names.size() > 1)).isEmpty();
    }

    private static void layer(String name, String... uses) {
        LAYERS.put(name, List.of(uses));
    }

    private static String packages(String layer) {
        return "volley." + layer + "..";
    }

    private static ArchRule layers() {
        Architectures.LayeredArchitecture all =
                Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String layer : LAYERS.keySet()) {
            all = all.layer(layer).definedBy(packages(layer));
        }
        for (Map.Entry<String, List<String>> layer : LAYERS.entrySet()) {
            all = layer.getValue().isEmpty()
                    ? all.whereLayer(layer.getKey()).mayNotAccessAnyLayer()
                    : all.whereLayer(layer.getKey())
                            .mayOnlyAccessLayers(layer.getValue().toArray(String[]::new));
        }
        return all;
    }
}
