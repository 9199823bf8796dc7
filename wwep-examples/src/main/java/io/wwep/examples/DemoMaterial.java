package io.wwep.examples;

import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.nio.file.Files;
import java.nio.file.Path;

/** The certificates and keys for demonstrations, in the checkout that the launcher belongs to. */
final class DemoMaterial {

    /** The launcher says by this system property where its checkout is. */
    static final String HOME = "wwep.home";

    private DemoMaterial() {}

    /** The certificate authority that signed the others. */
    static Path authority() {
        return file("wwep-demo-root-ca.pem");
    }

    /** The certificate of a server on this machine. */
    static Path serverCertificate() {
        return file("wwep-demo-server.pem");
    }

    static TlsIdentity server() {
        Path key = file("wwep-demo-server-key.pem");
        return BadUsageException.unlessValid(() -> TlsIdentity.of(serverCertificate(), key));
    }

    /** For clients of a server that shows the demo certificate. */
    static WwepTls trust() {
        return BadUsageException.unlessValid(() -> WwepTls.trusting(authority()));
    }

    /** Relative to where the program runs, if it is below: the way a person would type it. */
    private static Path file(String name) {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new BadUsageException("only ./wwep knows where the demo certificates are: run the program by it");
        }
        Path file = Path.of(home, "certs", name).toAbsolutePath().normalize();
        if (!Files.isReadable(file)) {
            throw new BadUsageException("there is no " + file
                    + ", which is demo material that belongs to the checkout; certs/README.md says how to recreate it");
        }
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
