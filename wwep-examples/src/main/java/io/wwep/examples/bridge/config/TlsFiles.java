package io.wwep.examples.bridge.config;

import io.wwep.tls.TlsIdentity;
import io.wwep.tls.TlsMaterialException;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a section that uses TLS. Each was read, so it can be used.
 *
 * @param ca the trusted authority; null for those of the system
 * @param certificate the client's certificate, or null
 * @param key the key of the certificate, or null
 */
record TlsFiles(
        @Nullable Path ca,
        @Nullable Path certificate,
        @Nullable Path key) {

    static final List<String> KEYS = List.of("ca", "cert", "key");

    /** What the SDK advises; there is no key for that password. */
    private static final String PASSWORD_REMEDY = "give its password as well";

    private static final String UNENCRYPTED_REMEDY =
            "write the path of one that is not: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pk8";

    /** Reads the files of a section; reports those that cannot be used. */
    static TlsFiles of(Section section, Folder folder) {
        Path ca = folder.fileToRead(section, "ca");
        if (ca != null) {
            section.attempt("ca", () -> WwepTls.trusting(ca));
        }
        Path certificate = folder.fileToRead(section, "cert");
        Path key = folder.fileToRead(section, "key");
        if (section.has("cert") != section.has("key")) {
            section.error(
                    section.has("cert") ? "cert" : "key",
                    "a certificate and its key belong together; write both cert and key, or leave both out");
        } else if (certificate != null && key != null) {
            checkIdentity(section, certificate, key);
        }
        return new TlsFiles(ca, certificate, key);
    }

    private static void checkIdentity(Section section, Path certificate, Path key) {
        try {
            TlsIdentity.of(certificate, key);
        } catch (TlsMaterialException e) {
            String message = String.valueOf(e.getMessage());
            boolean isKeyAlone = message.contains(key.toString()) && !message.contains(certificate.toString());
            section.error(isKeyAlone ? "key" : "cert", message.replace(PASSWORD_REMEDY, UNENCRYPTED_REMEDY));
        }
    }

    /**
     * Returns TLS for a client with these files, all of which were read before.
     *
     * @param expectedName the name of the server in its certificate; null for the host
     */
    WwepTls client(@Nullable String expectedName) {
        WwepTls tls = ca == null ? WwepTls.trustingSystem() : WwepTls.trusting(ca);
        if (expectedName != null) {
            tls = tls.expectingName(expectedName);
        }
        return certificate == null || key == null ? tls : tls.identity(certificate, key);
    }
}
