package io.wwep.integration.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.pki.IssuedCertificate;
import io.wwep.server.WwepServer;
import io.wwep.testing.WwepTestServer;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apiguardian.api.API;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.JUnitException;
import org.opentest4j.AssertionFailedError;
import org.slf4j.LoggerFactory;

/** The test kit on the module path, where JUnit is optional: the server works without it, the extension needs it. */
class TestKitModuleTest {

    private static final List<Class<?>> TEST_KIT = List.of(
            WwepTestServer.class,
            WwepServer.class,
            WwepClient.class,
            IssuedCertificate.class,
            LoggerFactory.class,
            NullMarked.class,
            BouncyCastleProvider.class,
            X509CertificateHolder.class,
            TimeStampReq.class);

    private static final List<Class<?>> JUNIT =
            List.of(Test.class, JUnitException.class, AssertionFailedError.class, API.class);

    @TempDir
    private Path folder;

    @Test
    void aModuleUsesTheServerWithoutJUnit() throws Exception {
        write("module-info.java", "module gateway { requires io.wwep.testing; }");
        write("gateway/Main.java", """
                package gateway;

                import io.wwep.client.WwepClient;
                import io.wwep.testing.WwepTestServer;

                class Main {
                    public static void main(String[] arguments) throws Exception {
                        try (WwepTestServer server = WwepTestServer.start();
                                WwepClient client = server.client().build()) {
                            client.write(0x0FAC, 0x05, 1);
                            System.out.println("read " + client.read(0x0FAC, 0x05));
                        }
                    }
                }
                """);

        assertThat(compiledAndRun(path(TEST_KIT))).contains("read 1");
    }

    @Test
    void aTestModuleUsesTheExtensionWithItsJUnit() throws Exception {
        write("module-info.java", "module gateway { requires io.wwep.testing; requires org.junit.jupiter.api; }");
        write("gateway/Main.java", """
                package gateway;

                import io.wwep.testing.WwepServerExtension;
                import io.wwep.testing.WwepTestServer;
                import org.junit.jupiter.api.Test;
                import org.junit.jupiter.api.extension.ExtendWith;
                import org.junit.jupiter.api.extension.Extension;

                @ExtendWith(WwepServerExtension.class)
                class Main {
                    @Test
                    void test(WwepTestServer server) {}

                    public static void main(String[] arguments) {
                        Extension extension = new WwepServerExtension();
                        System.out.println(extension.getClass().getModule());
                    }
                }
                """);

        assertThat(compiledAndRun(path(TEST_KIT) + File.pathSeparator + path(JUNIT)))
                .contains("module io.wwep.testing");
    }

    private void write(String file, String text) throws IOException {
        Path source = folder.resolve("src").resolve(file);
        Files.createDirectories(source.getParent());
        Files.writeString(source, text);
    }

    private String compiledAndRun(String modulePath) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        Path classes = folder.resolve("classes");
        List<String> options = List.of("-Xlint:all", "-p", modulePath, "-d", classes.toString());
        try (Stream<Path> files = Files.walk(folder.resolve("src"));
                var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> sources = files.filter(Files::isRegularFile).toList();
            boolean compiled = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
        assertThat(messages).hasToString("");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-p",
                        modulePath + File.pathSeparator + classes,
                        "-m",
                        "gateway/gateway.Main")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static String path(List<Class<?>> oneOfEach) {
        return oneOfEach.stream().map(TestKitModuleTest::place).collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(type.toString(), e);
        }
    }
}
