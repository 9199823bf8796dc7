package io.wwep.pki;

import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;

/** How keys sign. */
final class SignatureAlgorithm {

    private SignatureAlgorithm() {}

    /** How such a key signs, as the JDK names it. */
    static String by(PrivateKey signer) {
        return switch (signer.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            // TLS 1.3 knows each curve with the hash of its size alone.
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
