package volley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** The one-way dependencies between packages. */
@AnalyzeClasses(packages = "volley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule dependenciesPointOneWay = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("config")
            .definedBy("volley.config..")
            .layer("console")
            .definedBy("volley.console..")
            .layer("template")
            .definedBy("volley.template..")
            .layer("tokenizer")
            .definedBy("volley.tokenizer..")
            .layer("dataset")
            .definedBy("volley.dataset..")
            .layer("video")
            .definedBy("volley.video..")
            .layer("download")
            .definedBy("volley.download..")
            .layer("plan")
            .definedBy("volley.plan..")
            .layer("turns")
            .definedBy("volley.turns..")
            .layer("client")
            .definedBy("volley.client..")
            .layer("metrics")
            .definedBy("volley.metrics..")
            .layer("calibration")
            .definedBy("volley.calibration..")
            .layer("monitor")
            .definedBy("volley.monitor..")
            .layer("live")
            .definedBy("volley.live..")
            .layer("report")
            .definedBy("volley.report..")
            .layer("prefix")
            .definedBy("volley.prefix..")
            .layer("simulator")
            .definedBy("volley.simulator..")
            .layer("trials")
            .definedBy("volley.trials..")
            .layer("os")
            .definedBy("volley.os..")
            .layer("gatling")
            .definedBy("volley.gatling..")
            .layer("cli")
            .definedBy("volley.cli..")
            .whereLayer("config")
            .mayNotAccessAnyLayer()
            .whereLayer("console")
            .mayNotAccessAnyLayer()
            .whereLayer("template")
            .mayNotAccessAnyLayer()
            .whereLayer("tokenizer")
            .mayOnlyAccessLayers("config", "template")
            .whereLayer("dataset")
            .mayOnlyAccessLayers("config", "console", "tokenizer")
            .whereLayer("video")
            .mayOnlyAccessLayers("config", "dataset")
            .whereLayer("download")
            .mayOnlyAccessLayers("config", "console", "tokenizer")
            .whereLayer("os")
            .mayNotAccessAnyLayer()
            .whereLayer("plan")
            .mayOnlyAccessLayers("config", "dataset", "tokenizer")
            .whereLayer("turns")
            .mayOnlyAccessLayers("config")
            .whereLayer("client")
            .mayOnlyAccessLayers("config", "os")
            .whereLayer("metrics")
            .mayOnlyAccessLayers("client", "config")
            .whereLayer("calibration")
            .mayOnlyAccessLayers("metrics", "client", "config", "simulator")
            .whereLayer("live")
            .mayOnlyAccessLayers("metrics", "client", "config", "os")
            .whereLayer("monitor")
            .mayOnlyAccessLayers("metrics", "client", "os")
            .whereLayer("report")
            .mayOnlyAccessLayers("calibration", "monitor", "metrics", "client", "config", "tokenizer", "prefix")
            .whereLayer("prefix")
            .mayNotAccessAnyLayer()
            .whereLayer("simulator")
            .mayOnlyAccessLayers("config", "prefix", "tokenizer")
            .whereLayer("trials")
            .mayOnlyAccessLayers("metrics", "config")
            .whereLayer("cli")
            .mayOnlyAccessLayers("config", "report", "gatling", "tokenizer")
            .whereLayer("gatling")
            .mayOnlyBeAccessedByLayers("cli");

    @ArchTest
    static final ArchRule packagesHaveNoCycle =
            slices().matching("volley.(*)..").should().beFreeOfCycles();

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
}
