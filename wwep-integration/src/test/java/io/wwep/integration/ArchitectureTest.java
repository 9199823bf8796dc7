package io.wwep.integration;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that dependencies between packages point one way, and rules for all packages. */
class ArchitectureTest {

    private static final String PROTOCOL = "io.wwep.protocol..";
    private static final String PKI = "io.wwep.pki..";
    private static final String SQLITE = "io.wwep.sqlite..";
    private static final String TLS = "io.wwep.tls..";
    private static final String CLIENT = "io.wwep.client";
    private static final String ENGINE = "io.wwep.client.internal..";
    private static final String SERVER = "io.wwep.server";
    private static final String STORE = "io.wwep.server.store..";
    private static final String REDIS = "io.wwep.server.redis..";
    private static final String TESTING = "io.wwep.testing..";
    private static final String GATEWAY = "io.wwep.gateway";
    private static final String REGISTERS = "io.wwep.gateway.register..";
    private static final String METRICS = "io.wwep.gateway.metrics..";
    private static final String SPRING = "io.wwep.spring..";
    private static final String EXAMPLES = "io.wwep.examples..";
    private static final String BOARD = "io.wwep.examples.board";
    private static final String CHECK = "io.wwep.examples.check";
    private static final String LAB = "io.wwep.examples.lab";
    private static final String BRIDGE = "io.wwep.examples.bridge";
    private static final String LAB_WEB = "io.wwep.examples.lab.web";
    private static final String[] LIBRARY = {
        PKI, SQLITE, PROTOCOL, TLS, "io.wwep.client..", "io.wwep.server..", "io.wwep.gateway..", TESTING, SPRING
    };
    private static final Path CHECKOUT = Path.of(System.getProperty("wwep.home", ".."));
    private static final int MAX_LINES = 400;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("wwep-test-support") && !location.contains("test-classes"))
            .importPackages("io.wwep");

    @Test
    void allPackagesAreChecked() {
        String[] checked = {
            PKI, SQLITE, PROTOCOL, TLS, CLIENT, ENGINE, SERVER, STORE, REDIS, TESTING, GATEWAY, REGISTERS, METRICS,
            SPRING, EXAMPLES
        };
        assertThat(checked)
                .allSatisfy(name -> assertThat(CLASSES.that(resideInAPackage(name)))
                        .as(name)
                        .isNotEmpty());
        assertThat(CLASSES.that(not(resideInAnyPackage(checked))))
                .as("classes of packages without a rule here, or of tests")
                .isEmpty();
    }

    @Test
    void certificatesDependOnNoOtherModule() {
        check(mayDependOn(PKI));
    }

    @Test
    void sqliteDependsOnNoOtherModule() {
        check(mayDependOn(SQLITE));
    }

    @Test
    void theProtocolDependsOnNoOtherPackage() {
        check(mayDependOn(PROTOCOL));
    }

    @Test
    void theProtocolDependsOnNoSocket() {
        check(noClasses()
                .that()
                .resideInAPackage(PROTOCOL)
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..", "javax.net..", "java.nio.channels..")
                        .and(not(equivalentTo(NetworkInterface.class)))
                        .and(not(equivalentTo(InetSocketAddress.class)))
                        .and(not(equivalentTo(SocketException.class))))
                .because("only DeviceId needs a network interface, for its MAC address, and a WireListener is told"
                        + " addresses"));
    }

    @Test
    void tlsDependsOnNoOtherPackage() {
        check(mayDependOn(TLS));
    }

    @Test
    void theEngineUsesTheApisTypesButNotTheClient() {
        check(mayDependOn(ENGINE, CLIENT, TLS, PROTOCOL));
        check(noClasses()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(CLIENT + ".WwepClient")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(CLIENT + ".WwepClientBuilder"));
    }

    @Test
    void theClientDependsOnItsEngineTlsAndTheProtocol() {
        check(mayDependOn(CLIENT, ENGINE, TLS, PROTOCOL));
    }

    @Test
    void theServerSharesOnlyTheProtocolAndTlsWithTheClient() {
        check(mayDependOn(SERVER, STORE, TLS, PROTOCOL));
    }

    @Test
    void storesDependOnTheProtocolButNotOnTheServer() {
        check(mayDependOn(STORE, SQLITE, PROTOCOL));
        check(mayDependOn(REDIS, STORE, TLS, PROTOCOL));
    }

    @Test
    void theTestKitDependsOnTheServersStoresAndTheClient() {
        check(mayDependOn(TESTING, STORE, CLIENT, TLS, PROTOCOL, PKI));
    }

    @Test
    void gatewaysDependOnTheClientAndOnSqliteForTheirOutbox() {
        check(mayDependOn(GATEWAY, REGISTERS, CLIENT, SQLITE, PROTOCOL));
        check(mayDependOn(REGISTERS));
        check(mayDependOn(METRICS, GATEWAY, CLIENT, PROTOCOL));
    }

    @Test
    void theStarterDependsOnTheGatewayAndItsClient() {
        check(mayDependOn(SPRING, GATEWAY, METRICS, CLIENT, TLS, PROTOCOL));
    }

    @Test
    void theLabKnowsNothingOfItsPage() {
        check(mayDependOn(LAB, BOARD, CHECK, CLIENT, SERVER, STORE, TLS, PROTOCOL));
    }

    @Test
    void onlyMetricsTheStarterAndTheBridgeDependOnMicrometer() {
        check(noClasses()
                .that()
                .resideInAPackage("io.wwep..")
                .and()
                .resideOutsideOfPackages(METRICS, SPRING, BRIDGE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer.."));
    }

    @Test
    void theLabsPageDependsOnTheLabOnly() {
        check(mayDependOn(
                LAB_WEB,
                "io.wwep.examples.lab",
                "io.wwep.examples.check",
                "io.wwep.examples.capture",
                SERVER,
                PROTOCOL));
        check(noClasses()
                .that()
                .resideInAPackage("io.wwep.examples..")
                .and()
                .resideOutsideOfPackage(LAB_WEB)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .because("only the page's server is built on Netty"));
    }

    @Test
    void thereIsNoMutableStaticState() {
        check(fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(LIBRARY)
                .and()
                .areStatic()
                .should()
                .beFinal());
        check(noClasses()
                .that()
                .resideInAnyPackage(LIBRARY)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ThreadLocal.class.getName()));
    }

    @Test
    void nothingIsLoadedImplicitly() {
        check(noClasses()
                .that()
                .resideInAnyPackage(LIBRARY)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ServiceLoader.class)
                .orShould()
                .callMethod(Thread.class, "getContextClassLoader")
                .orShould()
                .callMethod(Thread.class, "setContextClassLoader", ClassLoader.class));
    }

    @Test
    void namesDescribeWhatAThingIs() {
        check(classes()
                .that()
                .resideInAPackage("io.wwep..")
                .should()
                .haveNameNotMatching(".*(Utils?|Helpers?|Managers?|Impl)"));
    }

    @Test
    void noFileIsTooLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        List<Path> all = mainSources();
        for (Path file : all) {
            int lines = Files.readAllLines(file).size();
            if (lines > MAX_LINES) {
                tooLong.add(file + " has " + lines + " lines");
            }
        }
        assertThat(all).isNotEmpty();
        assertThat(tooLong).isEmpty();
    }

    private static List<Path> mainSources() throws IOException {
        try (Stream<Path> modules = Files.list(CHECKOUT)) {
            List<Path> all = new ArrayList<>();
            for (Path sources : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
                }
            }
            return all;
        }
    }

    /** Returns a rule: within this project, the classes of the first package may depend only on these packages. */
    private static ArchRule mayDependOn(String from, String... to) {
        List<String> allowed = new ArrayList<>(List.of(to));
        allowed.add(from);
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.wwep..").and(not(resideInAnyPackage(allowed.toArray(String[]::new)))));
    }

    /** Checks a rule; a package without classes does not break it. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
