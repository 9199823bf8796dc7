package io.wwep.pki;

import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;

/** Describes keys in short form. */
public final class KeyText {

    private KeyText() {}

    /**
     * {@return the kind and size of a key: RSA 2048, EC P-256, Ed25519}
     *
     * @param key public or private
     */
    public static String of(Key key) {
        Objects.requireNonNull(key, "key");
        if (key instanceof RSAKey rsa) {
            return (key.getAlgorithm().equals("RSASSA-PSS") ? "RSA-PSS " : "RSA ")
                    + rsa.getModulus().bitLength();
        }
        if (key.getAlgorithm().equals("EC") && key.getEncoded() != null) {
            return "EC " + curve(key);
        }
        return key instanceof EdECKey edwards ? edwards.getParams().getName() : key.getAlgorithm();
    }

    /** Returns the kind of a key that this JVM need not support. */
    static String of(SubjectPublicKeyInfo key) {
        AlgorithmIdentifier algorithm = key.getAlgorithm();
        return algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                ? "EC " + curve(algorithm)
                : new DefaultAlgorithmNameFinder().getAlgorithmName(algorithm);
    }

    private static String curve(Key key) {
        return curve(
                key instanceof PublicKey
                        ? SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm()
                        : PrivateKeyInfo.getInstance(key.getEncoded()).getPrivateKeyAlgorithm());
    }

    /** Returns NIST's name of the curve, otherwise openssl's. */
    private static String curve(AlgorithmIdentifier algorithm) {
        if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier curve)) {
            return "with explicit parameters";
        }
        String nistName = NISTNamedCurves.getName(curve);
        String name = nistName == null ? ECNamedCurveTable.getName(curve) : nistName;
        return name == null ? curve.getId() : name;
    }
}
