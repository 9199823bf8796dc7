package io.wwep.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package, installed by dpkg into its own root, so that this machine stays as it is. */
class DebianPackageIT {

    @TempDir
    private Path folder;

    @Test
    void itNeedsAJreAndNothingElse() throws Exception {
        String dpkg = ForeignTool.require("dpkg-deb", "dpkg");

        assertThat(Distribution.run(folder, dpkg, "-f", Distribution.file("deb"), "Package", "Depends", "Architecture"))
                .contains("Package: wwep\n", "Depends: default-jre-headless", "Architecture: all\n");
    }

    @Test
    void theInstalledProgramsRun() throws Exception {
        Path root = install();
        Path wwep = root.resolve("usr/bin/wwep");
        assertThat(wwep).isSymbolicLink();
        Distribution distribution = Distribution.in(folder, root.resolve("usr/share/wwep"));

        try (Program server = distribution.start(wwep, Map.of(), "server", "--port", 0, "--tls-port", 0)) {
            String secure = server.nextLine().replaceFirst(".*:(\\d+) with TLS", "$1");
            Path authority = root.resolve("usr/share/wwep/certs/wwep-demo-root-ca.pem");

            try (Program write = distribution.start(
                    wwep, Map.of(), "write", "--ca", authority, "--port", secure, "0FAC", "0B", "1234")) {
                assertThat(write.await()).isEqualTo(new Program.Ended(0, "A0FAC0B1234\n", ""));
            }
        }
        assertThat(root.resolve("usr/share/man/man1/wwep.1")).exists();
        assertThat(root.resolve("usr/share/bash-completion/completions/wwep")).exists();
        assertThat(root.resolve("usr/share/fish/vendor_completions.d/wwep.fish"))
                .exists();
        assertThat(root.resolve("usr/share/zsh/vendor-completions/_wwep")).exists();
        assertThat(root.resolve("usr/share/doc/wwep/copyright")).exists();
        assertThat(root.resolve("usr/share/wwep/certs/wwep-demo-root-ca-key.pem"))
                .doesNotExist();
    }

    @Test
    void theExampleOfTheGatewayIsGoodWhereItIsInstalled() throws Exception {
        Path root = install();
        Distribution distribution = Distribution.in(folder, root.resolve("usr/share/wwep"));
        Path example = root.resolve("usr/share/wwep/examples/gateway.yaml");

        try (Program check =
                distribution.start(root.resolve("usr/bin/wwep"), Map.of(), "gateway", "--config", example, "--check")) {
            assertThat(check.await())
                    .isEqualTo(new Program.Ended(
                            0, example + " is good: 2 endpoints, 3 devices, 12 registers, no warnings\n", ""));
        }
    }

    /** systemd rates services from 0 to 10, by what they could do to the machine; ours is 1.1 with systemd 252. */
    @Test
    void theServiceOfTheGatewayIsHardened() throws Exception {
        String systemd = ForeignTool.require("systemd-analyze", "systemd");
        Path unit = install().resolve("usr/lib/systemd/system/wwep-gateway.service");

        assertThat(Distribution.run(folder, systemd, "security", "--offline=true", "--no-pager", unit))
                .containsPattern("Overall exposure level for wwep-gateway\\.service: [01]\\.\\d ");
        assertThat(unit).content().contains("ExecStart=/usr/bin/wwep gateway --config ");
    }

    /** A root without a JRE: the package's own dependency cannot be met there. */
    private Path install() throws Exception {
        String dpkg = ForeignTool.require("dpkg", "dpkg");
        Path root = Files.createDirectories(folder.resolve("root"));
        Path known = root.resolve("var/lib/dpkg");
        Files.createDirectories(known.resolve("updates"));
        Files.createDirectories(known.resolve("info"));
        Files.createFile(known.resolve("status"));
        Distribution.run(
                folder,
                dpkg,
                "--root=" + root,
                "--force-depends",
                "--force-not-root",
                "--log=" + folder.resolve("log"),
                "--install",
                Distribution.file("deb"));
        return root;
    }
}
