package io.wwep.examples;

import io.wwep.pki.IssuedCertificate;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificate that a lab presents, and the authority that clients are to trust. */
final class LabCertificates implements AutoCloseable {

    /** A name in each of the certificates; the lab's boards expect it. */
    static final String SERVER_NAME = "localhost";

    private final TlsIdentity identity;
    private final String authority;
    private final @Nullable Path folder;

    private LabCertificates(TlsIdentity identity, String authority, @Nullable Path folder) {
        this.identity = identity;
        this.authority = authority;
        this.folder = folder;
    }

    /** Returns the certificates for demonstrations, whose keys are public. */
    static LabCertificates demo() throws IOException {
        return new LabCertificates(DemoMaterial.server(), Files.readString(DemoMaterial.authority()), null);
    }

    /**
     * Creates an authority, and a server's certificate that it signed. The authority's key is forgotten at once.
     *
     * @param names host names and addresses of the server
     */
    static LabCertificates ownFor(List<String> names) throws IOException {
        IssuedCertificate authority =
                IssuedCertificate.named("WWEP lab root CA").authority(0).selfSigned();
        IssuedCertificate server = IssuedCertificate.named("WWEP lab server")
                .names(SERVER_NAME)
                .names(names.toArray(String[]::new))
                .forServers()
                .issuedBy(authority);
        // Only its owner can read a temporary folder.
        Path folder = Files.createTempDirectory("wwep-lab");
        TlsIdentity identity = TlsIdentity.of(server.chainFile(folder), server.keyFile(folder));
        return new LabCertificates(identity, authority.certificatePem(), folder);
    }

    TlsIdentity identity() {
        return identity;
    }

    /** Returns the authority's certificate as PEM. */
    String authority() {
        return authority;
    }

    WwepTls trust() {
        return WwepTls.trustingPem(authority);
    }

    /** Deletes what was created. */
    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
