package io.wwep.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.wwep.pki.PemText;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys from arbitrary bytes, which must succeed or fail with a documented message. */
public final class PemFuzzer {

    private PemFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Source source = new Source("the file", new String(input, ISO_8859_1));
        readCertificates(source);
        readKey(source, null);
        readKey(source, "secret".toCharArray());
    }

    private static void readCertificates(Source source) {
        try {
            for (X509Certificate certificate : Certificates.read(source)) {
                Certificates.names(certificate);
                Certificates.commonName(certificate);
                Certificates.fingerprint(certificate);
                if (!Certificates.read(new Source("what was written", PemText.of(certificate)))
                        .get(0)
                        .equals(certificate)) {
                    throw new AssertionError("not the same when read again: " + certificate);
                }
            }
        } catch (TlsMaterialException e) {
            assertNamesTheFile(e);
        }
    }

    private static void readKey(Source source, char @Nullable [] password) {
        try {
            PrivateKey key = PrivateKeys.read(source, password);
            if (!PrivateKeys.read(new Source("what was written", PemText.of(key)), null)
                    .equals(key)) {
                throw new AssertionError("not the same when read again: " + key);
            }
        } catch (TlsMaterialException e) {
            assertNamesTheFile(e);
        }
    }

    private static void assertNamesTheFile(TlsMaterialException e) {
        if (e.getMessage() == null || !e.getMessage().contains("the file")) {
            throw new AssertionError("the message does not name the file", e);
        }
    }
}
