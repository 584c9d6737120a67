package io.flowproof.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, which nothing else holds. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.flowproof");

  @Test
  void seesEnoughClassesToMeanSomething() {
    assertThat(CLASSES).hasSizeGreaterThan(300);
    for (String module :
        List.of(
            "core",
            "flowlog",
            "engine",
            "lake",
            "query",
            "detection",
            "simulate",
            "evidence",
            "aws",
            "trino",
            "app")) {
      assertThat(CLASSES.that(resideInAPackage("io.flowproof." + module + "..")))
          .as(module)
          .isNotEmpty();
    }
  }

  @Test
  void modulesDependDownwardsOnly() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.flowproof..")
        .layer("core")
        .definedBy("io.flowproof.core..")
        .layer("flowlog")
        .definedBy("io.flowproof.flowlog..")
        .layer("engine")
        .definedBy("io.flowproof.engine..")
        .layer("lake")
        .definedBy("io.flowproof.lake..")
        .layer("query")
        .definedBy("io.flowproof.query..")
        .layer("detection")
        .definedBy("io.flowproof.detection..")
        .layer("simulate")
        .definedBy("io.flowproof.simulate..")
        .layer("evidence")
        .definedBy("io.flowproof.evidence..")
        .layer("aws")
        .definedBy("io.flowproof.aws..")
        .layer("trino")
        .definedBy("io.flowproof.trino..")
        .layer("app")
        .definedBy("io.flowproof.app..")
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("detection")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("simulate")
        .mayOnlyBeAccessedByLayers("detection", "app")
        .whereLayer("trino")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("aws")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("evidence")
        .mayOnlyBeAccessedByLayers("aws", "app")
        .whereLayer("query")
        .mayOnlyBeAccessedByLayers("detection", "app")
        .whereLayer("lake")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("lake", "detection", "trino", "app")
        .whereLayer("flowlog")
        .mayOnlyBeAccessedByLayers("lake", "detection", "simulate", "evidence", "aws", "app")
        .check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("io.flowproof.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void coreUsesNoLibrary() {
    classes()
        .that()
        .resideInAPackage("io.flowproof.core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify.annotations", "io.flowproof.core..")
        .check(CLASSES);
  }

  @Test
  void grammarsAreSeenByTheirParserOnly() {
    for (String language : List.of("kql", "spl")) {
      noClasses()
          .that()
          .resideOutsideOfPackage("io.flowproof.query." + language + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.flowproof.query." + language + ".grammar..")
          .check(CLASSES);
    }
  }

  @Test
  void theAlgebraStaysInQuery() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.flowproof.query..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.calcite..", "org.antlr..")
        .check(CLASSES);
  }

  @Test
  void onlyTheDriverOfAnEngineKnowsTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.flowproof.engine.duckdb..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.duckdb..", "org.apache.arrow..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.flowproof.trino..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.trino..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineWritesToStandardOutput() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.flowproof.app.cli..")
        .should()
        .accessField(System.class, "out")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysThatNothingIsNullUnlessMarked() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass type : CLASSES.that(not(resideInAPackage("..grammar..")))) {
      if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
        unmarked.add(type.getPackageName());
      }
    }
    assertThat(unmarked).isEmpty();
  }
}
