package io.wwep.examples;

import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.nio.file.Files;
import java.nio.file.Path;

/** The certificates and keys for demonstrations, in the launcher's checkout. */
final class DemoMaterial {

    /** The system property in which the launcher passes the path of its checkout. */
    static final String HOME = "wwep.home";

    private DemoMaterial() {}

    /** Returns the certificate of the authority that signed the others. */
    static Path authority() {
        return file("wwep-demo-root-ca.pem");
    }

    /** Returns the certificate of a server on this machine. */
    static Path serverCertificate() {
        return file("wwep-demo-server.pem");
    }

    static TlsIdentity server() {
        Path key = file("wwep-demo-server-key.pem");
        return BadUsageException.ifInvalid(() -> TlsIdentity.of(serverCertificate(), key));
    }

    /** Returns TLS for clients of a server that presents the demo certificate. */
    static WwepTls trust() {
        return BadUsageException.ifInvalid(() -> WwepTls.trusting(authority()));
    }

    /** Returns a path relative to the working directory if the file is below it, as a user would type it. */
    private static Path file(String name) {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new BadUsageException("only ./wwep knows where the demo certificates are: run the program with it");
        }
        Path file = Path.of(home, "certs", name).toAbsolutePath().normalize();
        if (!Files.isReadable(file)) {
            throw new BadUsageException("there is no " + file
                    + ", a demo file of the checkout; certs/README.md explains how to recreate it");
        }
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
