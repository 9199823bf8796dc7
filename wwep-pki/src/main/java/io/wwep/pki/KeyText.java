package io.wwep.pki;

import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;

/** Keys as people name them. */
public final class KeyText {

    private KeyText() {}

    /**
     * {@return the kind and size of a key: RSA 2048, EC P-256, Ed25519}
     *
     * @param key public or private
     */
    public static String of(Key key) {
        if (key instanceof RSAKey rsa) {
            return "RSA " + rsa.getModulus().bitLength();
        }
        if (key instanceof ECKey curve) {
            // Of each size the JDK knows one curve, which NIST named.
            return "EC P-" + curve.getParams().getCurve().getField().getFieldSize();
        }
        return key instanceof EdECKey edwards ? edwards.getParams().getName() : key.getAlgorithm();
    }
}
