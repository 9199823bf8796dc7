package io.wwep.tls;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** X.509 certificates, read and described. */
final class Certificates {

    private static final int NAME_DNS = 2;
    private static final int NAME_IP = 7;

    private Certificates() {}

    /** All certificates of a source, PEM or DER, at least one. */
    static List<X509Certificate> read(Source source) {
        String text = source.text();
        if (!Pem.isPem(text)) {
            return List.of(parse(source.name(), source.bytes()));
        }
        List<Pem.Block> blocks = Pem.blocks(source.name(), text);
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Block block : blocks) {
            if (block.type().equals("CERTIFICATE") || block.type().equals("X509 CERTIFICATE")) {
                certificates.add(parse(source.name(), block.der(source.name())));
            }
        }
        if (certificates.isEmpty()) {
            throw new TlsMaterialException(
                    source.name() + " has no certificate, but a "
                            + blocks.get(0).type() + "; give the file with BEGIN CERTIFICATE",
                    null);
        }
        return certificates;
    }

    /** Every name that a server with this certificate has. */
    static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0) instanceof Integer kind && (kind == NAME_DNS || kind == NAME_IP)) {
                        names.add(String.valueOf(alternative.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // It has none that can be read.
        }
        return names;
    }

    /** The common name of its subject, or the whole subject where it has none. */
    static String commonName(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        for (String part : subject.split(",", -1)) {
            if (part.startsWith("CN=")) {
                return part.substring(3);
            }
        }
        return subject;
    }

    static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** SHA-256 of the certificate, in pairs of digits parted by colons. */
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static X509Certificate parse(String source, byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new TlsMaterialException(
                    source + " is no certificate, neither PEM nor DER: " + e.getMessage()
                            + "; a certificate's PEM begins with -----BEGIN CERTIFICATE-----",
                    e);
        }
    }
}
