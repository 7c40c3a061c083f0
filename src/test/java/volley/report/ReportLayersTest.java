package volley.report;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** The one-way dependencies inside the package, as its package-info tells them. */
@AnalyzeClasses(packages = "volley.report", importOptions = ImportOption.DoNotIncludeTests.class)
class ReportLayersTest {
    @ArchTest
    static final ArchRule dependenciesPointOneWay = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("json")
            .definedBy("volley.report.json")
            .layer("folder")
            .definedBy("volley.report.folder")
            .layer("line")
            .definedBy("volley.report.line")
            .layer("summary")
            .definedBy("volley.report.summary")
            .layer("results")
            .definedBy("volley.report")
            .layer("lens")
            .definedBy("volley.report.lens")
            .layer("compare")
            .definedBy("volley.report.compare")
            .layer("page")
            .definedBy("volley.report.page")
            .layer("cli")
            .definedBy("volley.report.cli")
            .ensureAllClassesAreContainedInArchitecture()
            .whereLayer("json")
            .mayNotAccessAnyLayer()
            .whereLayer("folder")
            .mayOnlyAccessLayers("json")
            .whereLayer("line")
            .mayOnlyAccessLayers("json", "folder")
            .whereLayer("summary")
            .mayOnlyAccessLayers("json", "folder")
            .whereLayer("results")
            .mayOnlyAccessLayers("json", "folder", "line", "summary")
            .whereLayer("lens")
            .mayOnlyAccessLayers("json", "folder")
            .whereLayer("compare")
            .mayOnlyAccessLayers("json", "folder", "summary", "page")
            .whereLayer("page")
            .mayOnlyAccessLayers("json", "folder", "summary", "lens")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();
}
