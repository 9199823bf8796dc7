package io.wwep.examples;

import io.wwep.examples.input.ControlCharacters;
import io.wwep.examples.security.SameChecksum;
import io.wwep.examples.security.SealedBytes;
import io.wwep.examples.security.SessionMessage;
import io.wwep.examples.security.SimilarDigest;
import io.wwep.pki.IssuedCertificate;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The first half of section 6.5: why TLS needs digests, public keys, session keys and certificates, with real values. */
@Command(
        name = "secret",
        description = {
            "See how a secret is kept, and lost: digests, public keys, a session key, and the man in the middle.",
            "",
            "Each part computes what it shows, with keys made for this run. It is a lesson, not a"
                    + " protocol to use:"
                    + " use TLS."
        },
        exitCodeList = {"0:everything was shown", "2:bad usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep secret                             all four parts",
            "  ./wwep secret digest                      checksums and digests only",
            "  ./wwep secret seal session --text Hello   another text"
        })
final class SecretCommand implements Callable<Integer> {

    enum Part {
        DIGEST,
        SEAL,
        SESSION,
        SWAP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The parts' names, for the completion of this command. */
    static final class Parts extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Parts() {
            super(Stream.of(Part.values()).map(Part::toString).toList());
        }
    }

    private static final int SHOWN_BYTES = 16;
    private static final String TEXT = "Pay 100 to Ann";

    private final Screen screen;

    @Parameters(
            arity = "0..*",
            paramLabel = "PART",
            completionCandidates = Parts.class,
            description = "digest, seal, session or swap; several are shown in this order. Default: all.")
    private List<String> parts = new Parts();

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "The text to keep secret, at most 190 bytes in UTF-8. Default: ${DEFAULT-VALUE}.")
    private String text = TEXT;

    /** Generated when a part needs them, since that takes a moment. */
    private @Nullable KeyPair serversKeys;

    private @Nullable KeyPair mansKeys;

    SecretCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws GeneralSecurityException {
        checkParts();
        checkText();
        StepTexts texts = new StepTexts(screen, SystemTerminal.outputWidth());
        for (Part part : Part.values()) {
            if (parts.contains(part.toString())) {
                switch (part) {
                    case DIGEST -> showDigest(texts);
                    case SEAL -> showSeal(texts);
                    case SESSION -> showSession(texts);
                    case SWAP -> showSwap(texts);
                }
                screen.emptyLine();
            }
        }
        texts.text("This is a lesson, not a protocol to use: programs use TLS.");
        return ExitCode.ACCEPTED;
    }

    private void checkParts() {
        List<String> known = new Parts();
        for (String part : parts) {
            if (!known.contains(part)) {
                throw new BadUsageException("'" + part + "' is not digest, seal, session or swap");
            }
        }
    }

    private void checkText() {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > SealedBytes.MAX_BYTES) {
            throw new BadUsageException("--text has " + bytes + " bytes; give 1 to " + SealedBytes.MAX_BYTES
                    + ", which an RSA key of " + SealedBytes.KEY_BITS + " bits can seal");
        }
        ControlCharacters.first(text).ifPresent(code -> {
            throw new BadUsageException(
                    "--text has the control character " + code + "; give one line of text without such characters");
        });
    }

    // ---- digest ----

    private void showDigest(StepTexts texts) {
        SameChecksum same = BadUsageException.ifInvalid(() -> SameChecksum.find(text, new SecureRandom()));
        texts.step("A checksum detects accidental changes. A digest detects deliberate ones too.", List.of());
        texts.paragraph("The checksum is the sum of the bytes, modulo 256. An attacker changes two letters or"
                + " digits, at random, until the sum is right again:");
        row(texts, "text", same.text());
        row(texts, "changed", same.other());
        row(
                texts,
                "checksums",
                String.format(
                        Locale.ROOT,
                        "%d and %d: %s",
                        same.sum(),
                        SameChecksum.sum(same.other()),
                        screen.bad("no difference")));
        row(texts, "tries", count(same.tries()));
        texts.paragraph("The SHA-256 digests of the same two texts:");
        row(texts, "text", SimilarDigest.sha256(same.text()));
        row(texts, "changed", SimilarDigest.sha256(same.other()));
        SimilarDigest similar = SimilarDigest.find(text);
        texts.paragraph("Finding a text whose digest has the same first 16 of 256 bits takes about 65,536 tries;"
                + " each further bit doubles that:");
        row(texts, "found", similar.other());
        row(texts, "digest", SimilarDigest.sha256(similar.other()));
        row(texts, "tries", count(similar.tries()));
    }

    private static String count(int tries) {
        return String.format(Locale.ROOT, "%,d", tries);
    }

    // ---- seal ----

    private void showSeal(StepTexts texts) {
        KeyPair server = serversKeys();
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        SealedBytes sealed = SealedBytes.seal(plain, server.getPublic());
        texts.step("Sealed with the public key, opened with the private key.", List.of());
        texts.paragraph(
                "The server has an RSA key pair of " + SealedBytes.KEY_BITS + " bits. Everybody knows the public key.");
        row(texts, "public key", hex(server.getPublic().getEncoded()));
        row(texts, "text", text);
        row(texts, "as bytes", hex(plain));
        row(texts, "sealed", hex(sealed.bytes()));
        row(texts, "opened", opened(sealed, server));
        row(texts, "once more", hex(SealedBytes.seal(plain, server.getPublic()).bytes()));
        texts.paragraph("Sealing adds random bytes: the same text gives other bytes each time, so an eavesdropper"
                + " cannot guess the text and compare. With another private key:");
        row(texts, "opened", opened(sealed, mansKeys()));
        texts.paragraph(
                "RSA is slow, and seals at most " + SealedBytes.MAX_BYTES + " bytes. So it only carries a key:");
        texts.row(Launcher.command() + " secret session");
    }

    private String opened(SealedBytes sealed, KeyPair keys) {
        try {
            return screen.good(new String(sealed.open(keys.getPrivate()), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return screen.bad("not possible");
        }
    }

    // ---- session ----

    private void showSession(StepTexts texts) throws GeneralSecurityException {
        KeyPair server = serversKeys();
        SecretKey session = SessionMessage.newKey();
        SessionMessage message = SessionMessage.of(text, session, server.getPublic());
        texts.step("An AES key, sent under RSA, encrypts the rest.", List.of());
        texts.paragraph("The client makes an AES key for this session, and seals it with the server's public key.");
        row(texts, "session key", hex(session.getEncoded()));
        row(texts, "on the wire", hex(message.sealedKey().bytes()));
        texts.paragraph("The server opens it with its private key.");
        SecretKey received = message.openKey(server.getPrivate());
        row(texts, "session key", hex(received.getEncoded()));
        texts.paragraph("The client encrypts the text with AES-GCM. The nonce, a number used once, makes equal"
                + " texts different; the tag, the last 16 bytes, reveals any change.");
        row(texts, "nonce", hex(message.nonce()));
        row(texts, "on the wire", hex(message.encrypted()));
        texts.paragraph("The server decrypts it, and then the same with one bit changed on the way.");
        row(texts, "text", decrypted(message, received));
        row(texts, "changed", decrypted(message.withChangedBit(), received));
        texts.paragraph("TLS 1.2 can exchange its key like this. A private key that is stolen later opens all"
                + " recorded sessions, so TLS 1.3 always uses Diffie-Hellman instead.");
    }

    private String decrypted(SessionMessage message, SecretKey session) {
        try {
            return screen.good(message.openText(session));
        } catch (GeneralSecurityException e) {
            return screen.bad("refused: the tag is wrong");
        }
    }

    // ---- swap ----

    private void showSwap(StepTexts texts) throws GeneralSecurityException {
        KeyPair server = serversKeys();
        KeyPair man = mansKeys();
        texts.step("The man in the middle swaps the public key.", List.of());
        texts.paragraph(
                "The server sends its public key. The man replaces it with his own, and the client cannot" + " tell:");
        row(texts, "server", key(server.getPublic()));
        row(texts, "man", key(man.getPublic()) + ", his own");
        SessionMessage sent = SessionMessage.of(text, SessionMessage.newKey(), man.getPublic());
        row(texts, "client", text + ", sealed with the man's key");
        SecretKey stolen = sent.openKey(man.getPrivate());
        String read = sent.openText(stolen);
        row(texts, "man reads", screen.bad(read));
        String forged = read + ", and 900 to me";
        SessionMessage passedOn = SessionMessage.of(forged, stolen, server.getPublic());
        row(texts, "man", forged + ", sealed for the server");
        row(texts, "server gets", screen.bad(passedOn.openText(passedOn.openKey(server.getPrivate()))));
        texts.paragraph("Neither side notices: a public key does not say whose it is. So an authority that the"
                + " client trusts signs the server's name together with its public key. The result is a"
                + " certificate:");
        IssuedCertificate authority = IssuedCertificate.authority("Course Authority");
        IssuedCertificate genuine =
                IssuedCertificate.named("server").keys(server).endEntity().issuedBy(authority);
        IssuedCertificate forgedOne =
                IssuedCertificate.named("server").keys(man).endEntity().selfSigned();
        row(texts, "server's", verified(genuine.certificate(), authority));
        row(texts, "man's own", verified(forgedOne.certificate(), authority));
        texts.paragraph("The man can pass on the server's certificate, but he cannot open what the client then"
                + " seals with its key.");
    }

    private String verified(X509Certificate certificate, IssuedCertificate authority) {
        String whose = key(certificate.getPublicKey()) + ": ";
        try {
            certificate.verify(authority.certificate().getPublicKey());
            return whose + screen.good("signed by the authority");
        } catch (GeneralSecurityException e) {
            return whose + screen.bad("not signed by the authority");
        }
    }

    private static String key(PublicKey key) {
        byte[] encoded = key.getEncoded();
        // The first bytes are the same for all keys of this length.
        return "key .."
                + HexFormat.of().formatHex(encoded, encoded.length - SHOWN_BYTES, encoded.length - SHOWN_BYTES / 2);
    }

    private KeyPair serversKeys() {
        KeyPair keys = serversKeys == null ? SealedBytes.newKeys() : serversKeys;
        serversKeys = keys;
        return keys;
    }

    private KeyPair mansKeys() {
        KeyPair keys = mansKeys == null ? SealedBytes.newKeys() : mansKeys;
        mansKeys = keys;
        return keys;
    }

    // ---- lines ----

    private static void row(StepTexts texts, String label, String value) {
        texts.row(String.format(Locale.ROOT, "%-11s %s", label, value));
    }

    private static String hex(byte[] bytes) {
        String shown = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
        return bytes.length > SHOWN_BYTES ? shown + " ... (" + bytes.length + " bytes)" : shown;
    }
}
