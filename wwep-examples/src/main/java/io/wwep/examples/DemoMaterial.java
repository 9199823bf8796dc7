package io.wwep.examples;

import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The certificates and keys for demonstrations: in the folder {@code certs} of the launcher, or, when the jar is run by itself,
 * unpacked from the jar.
 */
final class DemoMaterial {

    private static final String AUTHORITY = "wwep-demo-root-ca.pem";
    private static final String SERVER = "wwep-demo-server.pem";
    private static final String SERVER_KEY = "wwep-demo-server-key.pem";

    /** Unpacked once, and only if needed. */
    private static final class Unpacked {

        static final Path FOLDER = unpack();

        private static Path unpack() {
            try {
                Path folder = Files.createTempDirectory("wwep-demo");
                folder.toFile().deleteOnExit();
                for (String name : List.of(AUTHORITY, SERVER, SERVER_KEY)) {
                    Path file = folder.resolve(name);
                    file.toFile().deleteOnExit();
                    try (InputStream content = DemoMaterial.class.getResourceAsStream("demo/" + name)) {
                        Files.copy(Objects.requireNonNull(content, name), file);
                    }
                }
                return folder;
            } catch (IOException e) {
                throw new BadUsageException("the demo certificates cannot be unpacked into a temporary folder: " + e
                        + "; set another one by java -Djava.io.tmpdir=DIR");
            }
        }
    }

    private DemoMaterial() {}

    /** Returns the certificate of the authority that signed the others. */
    static Path authority() {
        return file(AUTHORITY);
    }

    /** Returns the certificate of a server on this machine. */
    static Path serverCertificate() {
        return file(SERVER);
    }

    static TlsIdentity server() {
        Path key = file(SERVER_KEY);
        return BadUsageException.ifInvalid(() -> TlsIdentity.of(serverCertificate(), key));
    }

    /** Returns TLS for clients of a server that presents the demo certificate. */
    static WwepTls trust() {
        return BadUsageException.ifInvalid(() -> WwepTls.trusting(authority()));
    }

    /** Returns a path relative to the working directory if the file is below it, as a user would type it. */
    private static Path file(String name) {
        String home = System.getProperty(Launcher.HOME);
        if (home == null) {
            return Unpacked.FOLDER.resolve(name);
        }
        Path file = Path.of(home, "certs", name).toAbsolutePath().normalize();
        if (!Files.isReadable(file)) {
            throw new BadUsageException("there is no " + file + ", a demo file of the "
                    + (Launcher.isInCheckout()
                            ? "checkout; certs/README.md explains how to recreate it"
                            : "programs; install them again"));
        }
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
