package io.wwep.pki;

import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;

/** Chooses signature algorithms for keys. */
final class SignatureAlgorithm {

    private SignatureAlgorithm() {}

    /** Returns the JDK's name of the default algorithm for a key. */
    static String of(PrivateKey signer) {
        return switch (signer.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            // TLS 1.3 defines each curve only with the hash of its size.
            case "EC" -> "SHA" + hashFor(signer) + "withECDSA";
            default -> signer instanceof EdECKey edwards ? edwards.getParams().getName() : signer.getAlgorithm();
        };
    }

    private static int hashFor(PrivateKey signer) {
        int bits = signer instanceof ECKey curve
                ? curve.getParams().getCurve().getField().getFieldSize()
                : 256;
        return bits <= 256 ? 256 : bits <= 384 ? 384 : 512;
    }
}
