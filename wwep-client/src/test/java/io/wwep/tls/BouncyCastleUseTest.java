package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.PemText;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks in separate JVMs that BouncyCastle is used only for keys that the JDK cannot read. */
class BouncyCastleUseTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Bouncy root");
    private static final IssuedCertificate CLIENT =
            IssuedCertificate.named("client").key(KeyKind.RSA).issuedBy(ROOT);

    @TempDir
    private Path folder;

    private TlsPeer peer;
    private Path pkcs8;
    private Path pkcs1;
    private Path sec1;
    private Path encrypted;

    @BeforeEach
    void prepare() throws Exception {
        peer = new TlsPeer(
                IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT),
                ROOT,
                parameters -> parameters.setNeedClientAuth(true));
        pkcs8 = Files.writeString(folder.resolve("pkcs8.key"), CLIENT.keyPem());
        pkcs1 = Files.writeString(folder.resolve("pkcs1.key"), PemText.traditional(CLIENT.key()));
        sec1 = Files.writeString(
                folder.resolve("sec1.key"),
                PemText.traditional(KeyKind.EC.generate().getPrivate()));
        encrypted = Files.writeString(
                folder.resolve("encrypted.key"), PemText.encrypted(CLIENT.key(), "sesame".toCharArray()));
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
    }

    @Test
    void noneOfItsClassesIsLoadedForKeysThatTheJdkReads() throws Exception {
        Path classes = folder.resolve("classes.log");
        assertThat(run(List.of("-Xlog:class+load:file=" + classes), classPath(true), pkcs8))
                .contains("talked with pkcs8.key");
        assertThat(Files.readString(classes))
                .contains("io.wwep.tls.PrivateKeys")
                .doesNotContain("bouncycastle");
    }

    @Test
    void withoutItEverythingElseWorksAndAKeyThatNeedsItNamesTheDependency() throws Exception {
        String output = run(List.of(), classPath(false), pkcs8, pkcs1, sec1, encrypted, pkcs8);
        assertThat(output.lines().filter(line -> line.equals("talked with pkcs8.key")))
                .hasSize(2);
        for (Path key : List.of(pkcs1, sec1, encrypted)) {
            assertThat(output.lines().filter(line -> line.contains(key.toString())))
                    .singleElement()
                    .asString()
                    .startsWith("refused: to read the ")
                    .contains("PRIVATE KEY")
                    .contains("add org.bouncycastle:bcpkix-jdk18on")
                    .contains("openssl pkcs8 -topk8 -nocrypt");
        }
    }

    private static String classPath(boolean withBouncyCastle) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> withBouncyCastle || !entry.matches(".*[/\\\\]bc(pkix|prov|util)-[^/\\\\]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String run(List<String> options, String classPath, Path... keys) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, WithoutBouncyCastle.class.getName()));
        command.add(String.valueOf(peer.port()));
        command.add(Files.writeString(folder.resolve("ca.pem"), ROOT.certificatePem())
                .toString());
        command.add(CLIENT.chainFile(folder).toString());
        command.add(keyStore().toString());
        for (Path key : keys) {
            command.add(key.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private Path keyStore() throws Exception {
        Path file = folder.resolve("trust.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", ROOT.certificate());
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }
}
