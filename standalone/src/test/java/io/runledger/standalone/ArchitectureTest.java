package io.runledger.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows of the design, and where Kafka's internals may be touched. */
final class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.runledger");

    private static final String SCHEMAS = "schemas";
    private static final String CORE = "core";
    private static final String HTTP = "http";
    private static final String ACCESS = "access";
    private static final String GATEWAY = "ingest-gateway";
    private static final String STREAMS = "streams-app";
    private static final String BUNDLE = "bundle";
    private static final String QUERY = "query-api";
    private static final String STANDALONE = "standalone";

    private static final Map<String, List<String>> PACKAGES = Map.of(
            SCHEMAS, List.of("io.runledger.schemas..", "io.runledger.v1.."),
            CORE, List.of("io.runledger.core.."),
            HTTP, List.of("io.runledger.http.."),
            ACCESS, List.of("io.runledger.access.."),
            GATEWAY, List.of("io.runledger.gateway.."),
            STREAMS, List.of("io.runledger.streams.."),
            BUNDLE, List.of("io.runledger.bundle.."),
            QUERY, List.of("io.runledger.query.."),
            STANDALONE, List.of("io.runledger.standalone..", "io.runledger.cli.."));

    private static final Map<String, Set<String>> MAY_USE = Map.of(
            SCHEMAS, Set.of(),
            CORE, Set.of(SCHEMAS),
            HTTP, Set.of(SCHEMAS, CORE),
            ACCESS, Set.of(SCHEMAS, CORE, HTTP),
            GATEWAY, Set.of(SCHEMAS, CORE, HTTP, ACCESS),
            STREAMS, Set.of(SCHEMAS, CORE, HTTP, ACCESS),
            BUNDLE, Set.of(SCHEMAS, CORE),
            QUERY, Set.of(STREAMS, SCHEMAS, CORE, HTTP, ACCESS, BUNDLE),
            STANDALONE, Set.of(SCHEMAS, CORE, HTTP, ACCESS, GATEWAY, STREAMS, BUNDLE, QUERY));

    private static final String WIRING = "";

    /** Packages by feature: each uses only those before it. The module's own package, where it has classes, is its wiring. */
    private static final Map<String, List<String>> LAYERS = Map.of(
            "io.runledger.streams.views",
            List.of("store", "log", "model", "read", "state", "apply", "replay", "mend", "serve"),
            "io.runledger.gateway",
            List.of("append", "record", "contracts", "batch", "requests", WIRING),
            "io.runledger.access",
            List.of("control", "keys", "oidc", "sessions", WIRING),
            "io.runledger.standalone",
            List.of("terminal", "broker", "registry", "up"),
            "io.runledger.cli",
            List.of("client", "ledger", "load", "demo", "export", "imports", "admin", "access", "redact", WIRING),
            "io.runledger.query",
            List.of(
                    "wait",
                    "answer",
                    "read",
                    "cluster",
                    "records",
                    "review",
                    "tail",
                    "checkpoints",
                    "export",
                    "admin",
                    "console",
                    WIRING));

    /** Each is in the signature of a public API, or has no public twin; see the decision record on the views' store. */
    private static final Set<String> TOUCH_INTERNALS =
            Set.of("io.runledger.streams.views.serve.ViewsApplication", "io.runledger.streams.views.serve.ViewsStore");

    @Test
    void modulesUseOnlyWhatTheDesignLetsThem() {
        MAY_USE.forEach((module, used) -> {
            Set<String> others = new TreeSet<>(PACKAGES.keySet());
            others.removeAll(used);
            others.remove(module);
            if (!others.isEmpty()) {
                noClasses()
                        .that()
                        .resideInAnyPackage(packages(Set.of(module)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages(others))
                        .check(OURS);
            }
        });
    }

    @Test
    void everyClassBelongsToModule() {
        classes().should().resideInAnyPackage(packages(PACKAGES.keySet())).check(OURS);
        PACKAGES.values().forEach(packages -> assertThat(OURS.that(resideInAnyPackage(packages.toArray(String[]::new))))
                .as("classes in %s", packages)
                .isNotEmpty());
    }

    @Test
    void packagesOfModuleUseEachOtherInOneDirection() {
        slices().matching("io.runledger.schemas.(*)..")
                .should()
                .beFreeOfCycles()
                .check(OURS);
        slices().matching("io.runledger.core.(*)..").should().beFreeOfCycles().check(OURS);
        slices().matching("io.runledger.streams.(*)..")
                .should()
                .beFreeOfCycles()
                .check(OURS);
        slices().matching("io.runledger.bundle.(*)..").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void packagesUseOnlyThoseBeforeThem() {
        LAYERS.forEach((root, layers) -> {
            classes()
                    .that()
                    .resideInAPackage(root + "..")
                    .should()
                    .resideInAnyPackage(packages(root, layers))
                    .check(OURS);
            for (int i = 0; i < layers.size() - 1; i++) {
                noClasses()
                        .that()
                        .resideInAnyPackage(packages(root, layers.subList(i, i + 1)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages(root, layers.subList(i + 1, layers.size())))
                        .check(OURS);
            }
        });
    }

    private static String[] packages(String root, List<String> names) {
        return names.stream()
                .map(name -> name.equals(WIRING) ? root : root + "." + name + "..")
                .toArray(String[]::new);
    }

    @Test
    void ledgerKnowsNoCommands() {
        noClasses()
                .that()
                .resideInAnyPackage("io.runledger.standalone..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.runledger.cli..")
                .check(OURS);
    }

    @Test
    void coreKnowsNoKafka() {
        noClasses()
                .that()
                .resideInAnyPackage("io.runledger.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..")
                .check(OURS);
    }

    @Test
    void packagesAreNamedAfterWhatTheyAreAbout() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..impl..", "..helper..", "..manager..")
                .check(OURS);
    }

    @Test
    void kafkaInternalsAreTouchedInTwoPlacesOnly() {
        noClasses()
                .that(describe(
                        "are not the views' store", type -> !TOUCH_INTERNALS.contains(outermost(type.getName()))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..internals..", "org.apache.kafka..internal..")
                .check(OURS);
    }

    private static String outermost(String name) {
        return name.split("\\$", 2)[0];
    }

    private static String[] packages(Set<String> modules) {
        return modules.stream()
                .flatMap(module -> PACKAGES.getOrDefault(module, List.of()).stream())
                .toArray(String[]::new);
    }
}
