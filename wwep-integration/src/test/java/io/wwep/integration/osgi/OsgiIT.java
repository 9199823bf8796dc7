package io.wwep.integration.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.integration.Jars;
import io.wwep.integration.Lab;
import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The client and the gateway toolkit as bundles in an OSGi framework, as in gateways with Kura or openHAB, without
 * BouncyCastle and JSpecify.
 */
class OsgiIT {

    private static final Path CLIENT = Jars.jar("wwep", "wwep-client");
    private static final Path SERVER = Jars.jar("wwep", "wwep-server");
    private static final Path GATEWAY = Jars.jar("wwep", "wwep-gateway");
    private static final Path TESTING = Jars.jar("wwep", "wwep-testing");

    private static final String METRICS = "io.wwep.gateway.metrics.WwepMetrics";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"slf4j-1.7", "slf4j-2.0"})
    void aGatewaysBundleExchangesAndLeavesNoThreadWhenItStops(String slf4j) throws Exception {
        try (Lab lab = new Lab();
                Felix felix = felix(lab)) {
            List<Bundle> logging = startAll(felix, slf4j);
            Bundle client = felix.install(CLIENT);
            client.start();
            Bundle gateway = felix.install(GatewayBundle.in(folder));
            gateway.start();

            assertThat(lab.register(0x0FAC, 0x0B)).as("written over plain TCP").hasValue(0x1234);
            assertThat(lab.register(0x0FAC, 0x0C)).as("written by a future").hasValue(0x1234);
            assertThat(lab.register(0x0FAC, 0x0D)).as("written over TLS").hasValue(0x1234);
            stopsWithoutLeavingAThread(gateway);
            client.stop();
            client.uninstall();
            for (Bundle bundle : logging) {
                bundle.uninstall();
            }
        }
    }

    @Test
    void aGatewaysBundleWatchesWithoutMicrometerAndLeavesNoThreadWhenItStops() throws Exception {
        try (Lab lab = new Lab();
                Felix felix = felix(lab)) {
            startAll(felix, "slf4j-1.7");
            felix.install(CLIENT).start();
            Bundle toolkit = felix.install(GATEWAY);
            toolkit.start();
            assertThat(exported(toolkit))
                    .containsExactly("io.wwep.gateway", "io.wwep.gateway.metrics", "io.wwep.gateway.register");
            Bundle gateway = felix.install(GatewayBundle.watchingIn(folder));
            gateway.start();

            assertThat(lab.register(0x0FAC, 0x0C)).as("twice the reading").hasValue(0x0222);
            assertThatThrownBy(() -> toolkit.loadClass(METRICS))
                    .isInstanceOf(NoClassDefFoundError.class)
                    .hasMessageContaining("io/micrometer/");
            stopsWithoutLeavingAThread(gateway);
        }
    }

    @Test
    void theToolkitsMetricsFeedTheRegistryOfMicrometersBundleIfItIsInstalled() throws Exception {
        try (Lab lab = new Lab();
                Felix felix = felix(lab)) {
            startAll(felix, "slf4j-1.7");
            startAll(felix, "annotations");
            startAll(felix, "micrometer");
            felix.install(CLIENT).start();
            Bundle toolkit = felix.install(GATEWAY);
            toolkit.start();
            Class<?> metrics = toolkit.loadClass(METRICS);
            Class<?> registries = toolkit.loadClass("io.micrometer.core.instrument.MeterRegistry");
            Object registry = FrameworkUtil.getBundle(registries)
                    .loadClass("io.micrometer.core.instrument.simple.SimpleMeterRegistry")
                    .getConstructor()
                    .newInstance();
            Object bound = metrics.getConstructor().newInstance();

            metrics.getMethod("bindTo", registries).invoke(bound, registry);

            metrics.getMethod("recorder", String.class).invoke(bound, "plant");
            assertThat(bound).isInstanceOf(toolkit.loadClass("io.micrometer.core.instrument.binder.MeterBinder"));
        }
    }

    @Test
    void theServerAndTestKitBundlesResolveWithoutJUnitAndBouncyCastle() throws Exception {
        try (Lab lab = new Lab();
                Felix felix = felix(lab)) {
            startAll(felix, "slf4j-1.7");
            felix.install(CLIENT).start();
            Bundle server = felix.install(SERVER);
            server.start();
            assertThat(exported(server)).containsExactly("io.wwep.server", "io.wwep.server.store");
            Bundle testing = felix.install(TESTING);
            testing.start();
            assertThat(exported(testing)).containsExactly("io.wwep.testing");
        }
    }

    @Test
    void aServerBundleKeepsRegistersInAFileIfSqliteIsInstalled() throws Throwable {
        Path file = folder.resolve("registers");
        try (Lab lab = new Lab();
                Felix felix = felix(lab)) {
            startAll(felix, "slf4j-1.7");
            startAll(felix, "sqlite");
            felix.install(CLIENT).start();
            Bundle server = felix.install(SERVER);
            server.start();

            assertThat(writtenAndRead(server, file)).hasValue(0x1234);
        }
        assertThat(file).exists();
        Path bare = Files.createDirectory(folder.resolve("bare"));
        try (Felix felix = new Felix(bare, Map.of())) {
            startAll(felix, "slf4j-1.7");
            felix.install(CLIENT).start();
            Bundle server = felix.install(SERVER);
            server.start();

            assertThatThrownBy(() -> writtenAndRead(server, file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("need io.wwep:wwep-sqlite");
        }
    }

    @Test
    void onlyTheApiIsExported() throws Exception {
        try (Lab lab = new Lab();
                Felix felix = felix(lab)) {
            startAll(felix, "slf4j-1.7");
            Bundle client = felix.install(CLIENT);
            client.start();
            assertThat(exported(client)).containsExactly("io.wwep.client", "io.wwep.protocol", "io.wwep.tls");
        }
    }

    @Test
    void optionalDependenciesAreImportedAsOptional() throws IOException {
        try (JarFile jar = new JarFile(CLIENT.toFile())) {
            Attributes headers = jar.getManifest().getMainAttributes();
            List<String> imports = List.of(headers.getValue("Import-Package").split(",(?=[a-z])", -1));
            assertThat(imports).contains("org.slf4j;version=\"[1.7,3)\"");
            assertThat(imports)
                    .filteredOn(each -> each.matches("(org\\.bouncycastle|org\\.jspecify|jdk\\.jfr).*"))
                    .anyMatch(each -> each.startsWith("jdk.jfr;"))
                    .allMatch(each -> each.endsWith(";resolution:=optional"));
            assertThat(headers.getValue("Require-Capability")).contains("JavaSE)(version=17)");
            assertThat(headers.getValue("Automatic-Module-Name")).isNull();
        }
    }

    private Felix felix(Lab lab) throws BundleException, IOException {
        return new Felix(
                Files.createDirectory(folder.resolve("felix")),
                Map.of(
                        "gateway.port", "" + lab.port(),
                        "gateway.tls.port", "" + lab.tlsPort(),
                        "gateway.ca", Lab.CA.toString()));
    }

    /** Writes and reads with the bundle's store classes. */
    private static OptionalInt writtenAndRead(Bundle server, Path file) throws Throwable {
        Class<?> stores = server.loadClass("io.wwep.server.store.DiskRegisterStore");
        Class<?> devices = server.loadClass("io.wwep.protocol.DeviceId");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Object device = devices.getMethod("of", int.class).invoke(null, 0x0FAC);
        Object store = lookup.findStatic(stores, "open", MethodType.methodType(stores, Path.class))
                .invoke(file);
        try (Closeable closed = (Closeable) store) {
            stores.getMethod("write", devices, int.class, int.class).invoke(closed, device, 0x0B, 0x1234);
            stores.getMethod("force").invoke(closed);
        }
        Object again = lookup.findStatic(stores, "open", MethodType.methodType(stores, Path.class))
                .invoke(file);
        try (Closeable closed = (Closeable) again) {
            return (OptionalInt) stores.getMethod("read", devices, int.class).invoke(closed, device, 0x0B);
        }
    }

    private static List<Bundle> startAll(Felix felix, String jars) throws BundleException, IOException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : Jars.in(jars)) {
            bundles.add(felix.install(jar));
        }
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders().get("Fragment-Host") == null) {
                bundle.start();
            }
        }
        return bundles;
    }

    private static List<String> exported(Bundle bundle) {
        return bundle.adapt(BundleWiring.class).getCapabilities(BundleRevision.PACKAGE_NAMESPACE).stream()
                .map(BundleCapability::getAttributes)
                .map(attributes -> (String) attributes.get(BundleRevision.PACKAGE_NAMESPACE))
                .sorted()
                .toList();
    }

    private static void stopsWithoutLeavingAThread(Bundle gateway) throws Exception {
        List<Thread> threads = ourThreads();
        assertThat(threads).as("while it runs").isNotEmpty();
        gateway.stop();
        for (Thread thread : threads) {
            thread.join(20_000);
        }
        assertThat(ourThreads()).isEmpty();
    }

    private static List<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("wwep-(loop|worker|lookup|revocation|gateway).*"))
                .toList();
    }
}
