package io.wwep.examples.certs;

import io.wwep.examples.certs.CertificateChain.Link;
import io.wwep.examples.certs.SignatureScheme.Kind;
import io.wwep.tls.KeyDescription;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Explains the digest and the signature of one certificate. */
final class SignatureExplanation {

    /** As many hexadecimal digits on a line as SHA-256 has. */
    private static final int DIGITS_ON_A_LINE = 64;

    private final X509Certificate certificate;
    private final byte[] content;
    private final SignatureScheme scheme;
    private final Optional<byte[]> digest;

    SignatureExplanation(X509Certificate certificate, byte[] content) {
        this.certificate = certificate;
        this.content = content;
        this.scheme = SignatureScheme.of(certificate);
        this.digest = scheme.digest(content);
    }

    ExplanationStep digest() {
        List<String> text = new ArrayList<>();
        if (digest.isPresent()) {
            byte[] value = digest.get();
            text.add(scheme.digest() + " turns the " + content.length + " bytes of the content into " + value.length
                    + ", the digest:");
            text.addAll(lines(HexFormat.of().formatHex(value)));
            text.add(strength(scheme.digest()));
        } else if (scheme.kind() == Kind.EDDSA) {
            text.add(scheme.name() + " has no separate digest to show: it hashes the " + content.length
                    + " bytes of the content together with a part of the signature and the public key.");
        } else if (scheme.kind() == Kind.UNKNOWN) {
            text.add("It was signed by the algorithm " + scheme.name()
                    + ", which Java does not know, so the digest cannot be computed.");
        } else if (scheme.digest().isEmpty()) {
            text.add("The parameters of " + scheme.name()
                    + " are missing or damaged: they name the digest, so it cannot be computed.");
        } else {
            text.add("It is made by " + scheme.digest() + ", which this Java does not have.");
        }
        return new ExplanationStep("Compute the digest of the content", text);
    }

    private static String strength(String digest) {
        String broken = digest + " is broken: different contents with the same digest have been made, ";
        return switch (digest) {
            case "MD2", "MD5" -> broken + "so nobody should accept this signature, and Java does not.";
            case "SHA-1" -> broken + "so public authorities no longer use it.";
            default ->
                "If one bit of the content changes, about half of the digest's bits do. Nobody knows how to find other"
                        + " content with the same digest.";
        };
    }

    /** Explains what the issuer's key says about the signature. */
    ExplanationStep signature(Link link) {
        List<String> text = new ArrayList<>();
        if (link.issuers().isEmpty()) {
            text.add("The signature cannot be checked: that takes the issuer's public key.");
            return new ExplanationStep("Check the signature", text);
        }
        PublicKey key = link.issuers().get(0).certificate().getPublicKey();
        if (scheme.kind() == Kind.RSA && key instanceof RSAPublicKey rsa) {
            return opened(link.check(), rsa);
        }
        text.add(kindOfCheck(key));
        text.add(verdict(
                link.check(),
                "The signature fits the content and the key, so the holder of the issuer's private"
                        + " key signed exactly this content.",
                "The signature does not fit: the content was changed after it was"
                        + " signed, the signature is damaged, or another key made it. The check cannot tell which."));
        return new ExplanationStep("Check the signature with the issuer's key", text);
    }

    private String kindOfCheck(PublicKey key) {
        String bytes = "The signature has " + certificate.getSignature().length + " bytes. ";
        return bytes
                + switch (scheme.kind()) {
                    case RSA ->
                        "The certificate calls it an RSA signature, but the issuer's key is "
                                + KeyDescription.of(key).name() + ".";
                    case RSA_PSS ->
                        "It is RSA with PSS: the digest is in it only mixed with a random salt and hashed again,"
                                + " so it cannot be opened and compared like an older RSA signature. Instead, a calculation"
                                + " with the signature, the key and the digest shows whether they match.";
                    case ECDSA, DSA ->
                        "It is " + scheme.kind() + ": two numbers, in which the digest is not contained, so it"
                                + " cannot be opened like an RSA signature. Instead, a calculation with these numbers, the key and the"
                                + " digest shows whether they match.";
                    case EDDSA ->
                        "It is " + scheme.name() + ": a point and a number, in which no digest is contained, so it"
                                + " cannot be opened like an RSA signature. Instead, a calculation with these, the key and the content"
                                + " shows whether they match.";
                    case UNKNOWN -> "Its algorithm is " + scheme.name() + ".";
                };
    }

    private static String verdict(SignatureCheck check, String confirmed, String refuted) {
        return switch (check.result()) {
            case CONFIRMED -> confirmed;
            case REFUTED -> refuted;
            case NOT_CHECKED -> "It was not checked, since " + check.obstacle() + ".";
        };
    }

    private ExplanationStep opened(SignatureCheck check, RSAPublicKey key) {
        String title = "Open the signature with the issuer's key";
        List<String> text = new ArrayList<>();
        Optional<OpenedSignature> opened = SignatureCheck.opened(certificate, key);
        if (opened.isEmpty()) {
            text.add(verdict(
                    check,
                    "",
                    "The signature has " + certificate.getSignature().length + " bytes and is larger, as a"
                            + " number, than the key's modulus: this key did not make it."));
            return new ExplanationStep(title, text);
        }
        OpenedSignature block = opened.get();
        text.add("The issuer's private key made the signature of " + certificate.getSignature().length
                + " bytes; its public"
                + " key opens it (to the power of " + key.getPublicExponent()
                + ", modulo the key's modulus). That gives "
                + block.block().length() / 2 + " bytes:");
        if (!block.hasDigest()) {
            text.addAll(lines(block.block().substring(0, Math.min(block.block().length(), DIGITS_ON_A_LINE))));
            text.add(
                    "That is not the padding 00 01 ff ff ... 00 and a digest, but looks random: this key did not make the"
                            + " signature, or the signature is damaged. Another authority may have the same name and another"
                            + " key.");
            return new ExplanationStep(title, text);
        }
        text.add("00 01, " + block.padding() + " times ff, 00: the padding of PKCS#1");
        text.add("and a DigestInfo, which names " + block.algorithm() + " and has this digest:");
        text.addAll(lines(block.digest()));
        text.add(comparison(check, block));
        return new ExplanationStep(title, text);
    }

    private String comparison(SignatureCheck check, OpenedSignature block) {
        if (!block.algorithm().equals(scheme.digest())) {
            return "The certificate says " + (scheme.digest().isEmpty() ? scheme.name() : scheme.digest())
                    + ", another digest: the signature does not count.";
        }
        if (!digest.map(HexFormat.of()::formatHex).equals(Optional.of(block.digest()))) {
            return "It differs from the computed one: the key made this signature, but for other content. The content was"
                    + " changed after it was signed, or the signature was taken from another certificate.";
        }
        return verdict(
                check,
                "It equals the computed one, so the holder of the issuer's private key signed exactly this"
                        + " content.",
                "It equals the computed one, but Java does not accept the signature.");
    }

    private static List<String> lines(String digits) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < digits.length(); i += DIGITS_ON_A_LINE) {
            lines.add(digits.substring(i, Math.min(digits.length(), i + DIGITS_ON_A_LINE)));
        }
        return lines;
    }
}
