package io.wwep.tls;

import static java.util.Map.entry;

import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a key by its common name: {@code RSA 2048}, {@code EC P-256}, {@code EC secp256k1}, {@code Ed25519}.
 *
 * @param name its kind, and its size or curve
 * @param curve the name of its elliptic curve; empty if it is not EC
 * @param bits the length of an RSA key; 0 if it is not RSA
 */
public record KeyDescription(String name, String curve, int bits) {

    /**
     * Validates.
     *
     * @param name its kind, and its size or curve
     * @param curve the name of its elliptic curve; empty if it is not EC
     * @param bits the length of an RSA key; 0 if it is not RSA
     */
    public KeyDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(curve, "curve");
    }

    /** The command that makes a key that TLS can use, to be read after "make one". */
    static final String P256_KEY =
            "on P-256: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out KEY.pem";

    /** The command that makes an RSA key that TLS can use. */
    static final String RSA_KEY = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out KEY.pem";

    private static final Set<String> UNABLE_TO_SIGN = Set.of("X25519", "X448", "Diffie-Hellman", "RSA-OAEP");

    private static final Map<String, String> ALGORITHMS = Map.ofEntries(
            entry("1.2.840.113549.1.1.1", "RSA"),
            entry("1.2.840.113549.1.1.7", "RSA-OAEP"),
            entry("1.2.840.113549.1.1.10", "RSA-PSS"),
            entry("1.2.840.10040.4.1", "DSA"),
            entry("1.2.840.113549.1.3.1", "Diffie-Hellman"),
            entry("1.2.840.10046.2.1", "Diffie-Hellman"),
            entry("1.3.101.110", "X25519"),
            entry("1.3.101.111", "X448"),
            entry("1.3.101.112", "Ed25519"),
            entry("1.3.101.113", "Ed448"),
            entry("1.2.643.2.2.19", "GOST R 34.10-2001"),
            entry("1.2.643.7.1.1.1.1", "GOST R 34.10-2012"),
            entry("1.2.643.7.1.1.1.2", "GOST R 34.10-2012"),
            entry("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
            entry("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
            entry("2.16.840.1.101.3.4.3.19", "ML-DSA-87"));

    /**
     * {@return the description of a key}
     *
     * @param key public or private, of any algorithm
     */
    public static KeyDescription of(Key key) {
        Objects.requireNonNull(key, "key");
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return new KeyDescription((key.getAlgorithm().equals("RSASSA-PSS") ? "RSA-PSS " : "RSA ") + bits, "", bits);
        }
        byte[] encoded = key.getEncoded();
        KeyDescription described = encoded == null ? null : ofEncoded(encoded, key instanceof PublicKey);
        if (described != null) {
            return described;
        }
        if (key instanceof ECKey curve) {
            String bits = "of " + curve.getParams().getCurve().getField().getFieldSize() + " bits";
            return new KeyDescription("EC " + bits, bits, 0);
        }
        return new KeyDescription(key.getAlgorithm(), "", 0);
    }

    /** Describes a SubjectPublicKeyInfo or PKCS#8; returns null if it is neither. */
    static @Nullable KeyDescription ofEncoded(byte[] encoded, boolean isPublic) {
        Der key = Der.first(encoded);
        List<Der> parts = key == null ? List.of() : key.elements();
        int place = isPublic ? 0 : 1;
        return parts.size() <= place ? null : ofAlgorithm(parts.get(place));
    }

    private static @Nullable KeyDescription ofAlgorithm(Der identifier) {
        List<Der> algorithm = identifier.elements();
        String oid = algorithm.isEmpty() ? "" : algorithm.get(0).oid();
        if (oid.isEmpty()) {
            return null;
        }
        if (!oid.equals(Curves.EC_KEY)) {
            return new KeyDescription(ALGORITHMS.getOrDefault(oid, oid), "", 0);
        }
        return algorithm.size() < 2 ? null : ofCurve(Curves.name(algorithm.get(1)));
    }

    /** Describes a key by the name of its elliptic curve. */
    static KeyDescription ofCurve(String curve) {
        return new KeyDescription("EC " + curve, curve, 0);
    }

    /** Describes a SubjectPublicKeyInfo, possibly of a certificate that cannot be read. */
    static @Nullable KeyDescription ofPublic(Der key) {
        return ofEncoded(key.encoded(), true);
    }

    /**
     * {@return why TLS cannot use such a key, and how to make one that it can use; to be read after "it"} Empty if no
     * objection is known. The minimum length depends on this JVM's security properties.
     */
    public Optional<String> obstacle() {
        if (isOnUnusableCurve()) {
            return Optional.of("has a key of " + name + ", which Java's TLS cannot use; make one " + P256_KEY
                    + ", and have a certificate issued for it");
        }
        if (UNABLE_TO_SIGN.contains(name)) {
            return Optional.of("has a key of " + name + ", which cannot sign; make one " + P256_KEY
                    + ", and have a certificate issued for it");
        }
        OptionalInt least = bits == 0 ? OptionalInt.empty() : DisabledAlgorithms.minimumBits("RSA");
        return least.isPresent() && bits < least.getAsInt()
                ? Optional.of("has a key of " + name + ", which is too short: Java requires " + least.getAsInt()
                        + " bits; make one of 2048 (" + RSA_KEY + "), and have a certificate issued for it")
                : Optional.empty();
    }

    /** Returns whether the key is on an elliptic curve that the JDK cannot use for signatures. */
    boolean isOnUnusableCurve() {
        return !curve.isEmpty() && !Curves.isOfTls(curve);
    }

    /** Such as EC P-256. */
    @Override
    public String toString() {
        return name;
    }
}
