package io.wwep.examples.certs;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The algorithm of a certificate's signature.
 *
 * @param name as Java names it; the object identifier of an algorithm that Java does not know
 * @param digest the name of the digest in Java, such as SHA-256; empty if it is unknown or has no separate one
 */
record SignatureScheme(Kind kind, String name, String digest) {

    /** How a signature is made from a digest. */
    enum Kind {
        /** RSA by PKCS#1 v1.5, which can be opened. */
        RSA,
        RSA_PSS,
        ECDSA,
        DSA,
        EDDSA,
        UNKNOWN
    }

    private static final String PSS = "RSASSA-PSS";

    /** Matches names such as SHA256withRSA, SHA512/256withRSA and SHA3-256withECDSA. */
    private static final Pattern DIGEST_AND_KEY =
            Pattern.compile("(MD2|MD5|SHA3-\\d{3}|SHA(\\d{1,3}(?:/\\d{3})?))with(RSA|ECDSA|DSA)");

    private static final Pattern EDWARDS_CURVE = Pattern.compile("Ed25519|Ed448|EdDSA");

    static SignatureScheme of(X509Certificate certificate) {
        String name = certificate.getSigAlgName();
        if (name.equals(PSS)) {
            return new SignatureScheme(Kind.RSA_PSS, name, digestOfPss(certificate.getSigAlgParams()));
        }
        if (EDWARDS_CURVE.matcher(name).matches()) {
            return new SignatureScheme(Kind.EDDSA, name, "");
        }
        Matcher matcher = DIGEST_AND_KEY.matcher(name);
        if (!matcher.matches()) {
            return new SignatureScheme(Kind.UNKNOWN, name, "");
        }
        String digest = matcher.group(2) == null ? matcher.group(1) : "SHA-" + matcher.group(2);
        return new SignatureScheme(Kind.valueOf(matcher.group(3)), name, digest);
    }

    /** Returns the digest in the parameters of a certificate; empty if they are damaged. */
    private static String digestOfPss(byte[] encoded) {
        if (encoded == null) {
            return "";
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(PSS);
            parameters.init(encoded);
            return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return "";
        }
    }

    /** Returns the digest of these bytes; empty if there is no separate digest, or Java does not know it. */
    Optional<byte[]> digest(byte[] content) {
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MessageDigest.getInstance(digest).digest(content));
        } catch (NoSuchAlgorithmException e) {
            return Optional.empty();
        }
    }
}
