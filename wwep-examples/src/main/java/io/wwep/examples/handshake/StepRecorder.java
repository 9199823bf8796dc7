package io.wwep.examples.handshake;

import io.wwep.examples.handshake.HandshakeStep.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns the records of both directions into steps. Used by one thread. */
final class StepRecorder {

    private static final int FATAL = 2;

    /** One direction of the connection. */
    enum Direction {
        TO_SERVER("client to server"),
        TO_CLIENT("server to client");

        private final String words;

        Direction(String words) {
            this.words = words;
        }
    }

    private final Consumer<HandshakeStep> steps;
    private final MessageAssembly fromServer = new MessageAssembly();
    private final MessageAssembly fromClient = new MessageAssembly();
    private boolean serverEncrypts;
    private boolean clientEncrypts;
    private boolean keysExplained;
    private boolean encryptionExplained;
    private String explanation = "";
    private @Nullable Hello chosen;
    private List<String> serverMessages = List.of();

    private @Nullable Direction encryptedDirection;
    private int encryptedRecords;
    private int encryptedBytes;

    StepRecorder(Consumer<HandshakeStep> steps) {
        this.steps = steps;
    }

    /** Passes a step on, after the encrypted records that came before it. */
    void add(HandshakeStep step) {
        flush();
        steps.accept(step);
    }

    /** Passes the encrypted records on that were not yet. */
    void flush() {
        Direction direction = encryptedDirection;
        if (direction == null) {
            return;
        }
        encryptedDirection = null;
        boolean one = encryptedRecords == 1;
        String size = one ? "1 record, " : encryptedRecords + " records, ";
        String secrecy =
                "; nobody on the network can read " + (one ? "it or tell what it is." : "them or tell what they are.");
        steps.accept(new HandshakeStep(
                Kind.ENCRYPTED,
                "Encrypted, " + direction.words,
                "",
                size + encryptedBytes + " bytes" + (encryptionExplained ? "." : secrecy) + explanation));
        encryptionExplained = true;
        encryptedRecords = 0;
        encryptedBytes = 0;
    }

    /** Adds this to the next encrypted records, which only this side can explain. */
    void explainEncrypted(String text) {
        explanation = " " + text;
    }

    /** Returns whether the server chose TLS 1.3. */
    boolean isTls13() {
        return chosen != null && chosen.versions().contains(Hello.TLS_1_3);
    }

    /** Returns what arrived from the server unencrypted, in order, for the case that nothing more does. */
    List<String> serverMessages() {
        return serverMessages;
    }

    /** Records what a record shows. */
    void record(TlsRecord record, Direction direction) {
        boolean server = direction == Direction.TO_CLIENT;
        boolean needsHello =
                record.type() == TlsRecord.Type.APPLICATION_DATA || record.type() == TlsRecord.Type.CHANGE_CIPHER_SPEC;
        if (server && serverMessages.isEmpty() && needsHello) {
            add(new HandshakeStep(
                    Kind.MESSAGE,
                    "A record before the ServerHello, " + direction.words,
                    "",
                    "It belongs to no handshake: before the ServerHello there is no key."));
            return;
        }
        if (record.type() == TlsRecord.Type.APPLICATION_DATA || (server ? serverEncrypts : clientEncrypts)) {
            encrypted(record, direction);
            return;
        }
        switch (record.type()) {
            case CHANGE_CIPHER_SPEC -> changeCipherSpec(direction);
            case ALERT -> alert(record.content(), direction);
            case HANDSHAKE, APPLICATION_DATA ->
                (server ? fromServer : fromClient)
                        .add(record.content())
                        .forEach(message -> message(message, direction));
        }
    }

    private void encrypted(TlsRecord record, Direction direction) {
        Hello hello = chosen;
        if (direction == Direction.TO_CLIENT && hello != null && isTls13() && !hello.isRetry() && !keysExplained) {
            keysExplained = true;
            add(KeyExchange.ofTls13(hello));
        }
        if (encryptedDirection != direction) {
            flush();
            encryptedDirection = direction;
        }
        encryptedRecords++;
        encryptedBytes += record.length();
    }

    private void changeCipherSpec(Direction direction) {
        if (isTls13()) {
            add(
                    new HandshakeStep(
                            Kind.CHANGE_CIPHER_SPEC,
                            "ChangeCipherSpec, " + direction.words,
                            "",
                            "Has no meaning in TLS 1.3; sent only so that old network equipment sees what looks like TLS 1.2."));
            return;
        }
        if (direction == Direction.TO_CLIENT) {
            serverEncrypts = true;
        } else {
            clientEncrypts = true;
        }
        add(new HandshakeStep(
                Kind.CHANGE_CIPHER_SPEC,
                "ChangeCipherSpec, " + direction.words,
                "",
                "From here on, this side encrypts everything it sends."));
    }

    private void alert(ByteBuffer content, Direction direction) {
        if (content.remaining() < 2) {
            add(new HandshakeStep(Kind.ALERT, "Alert, " + direction.words, "", "It is cut short."));
            return;
        }
        boolean fatal = content.get() == FATAL;
        String name = TlsNames.alert(content.get() & 0xFF);
        String warning = name.equals("close_notify") ? "This side sends no more." : "It is a warning.";
        add(new HandshakeStep(
                Kind.ALERT, "Alert " + name + ", " + direction.words, "", fatal ? "It ends the connection." : warning));
    }

    private void message(HandshakeMessage message, Direction direction) {
        String size = String.format(Locale.ROOT, "%d bytes, unencrypted.", message.length());
        if (direction == Direction.TO_CLIENT) {
            List<String> names = new ArrayList<>(serverMessages);
            names.add(message.name());
            serverMessages = List.copyOf(names);
        }
        switch (message.type()) {
            case HandshakeMessage.CLIENT_HELLO -> clientHello(Hello.ofClient(message));
            case HandshakeMessage.SERVER_HELLO -> serverHello(Hello.ofServer(message));
            case HandshakeMessage.CLIENT_KEY_EXCHANGE -> {
                add(step(message, direction, size));
                if (chosen != null) {
                    add(KeyExchange.ofTls12(chosen));
                }
            }
            default -> add(step(message, direction, size));
        }
    }

    private static HandshakeStep step(HandshakeMessage message, Direction direction, String... details) {
        return new HandshakeStep(Kind.MESSAGE, message.name() + ", " + direction.words, "", details);
    }

    private void clientHello(Optional<Hello> read) {
        // The client is this JDK's, whose hello can be read.
        Hello hello = read.orElseThrow();
        List<String> details = new ArrayList<>();
        details.add("Offers " + String.join(" and ", versions(hello)) + ", and "
                + hello.suites().size() + " cipher suites, first "
                + TlsNames.suite(hello.suites().get(0)) + ".");
        details.add(
                hello.serverName() == null
                        ? "Asks for no name (SNI): the server was given by its address."
                        : "Asks for the server " + hello.serverName() + " (SNI), readable by anyone on the network.");
        if (!hello.groups().isEmpty()) {
            details.add("Has key shares for " + String.join(" and ", groups(hello)) + ", for TLS 1.3.");
        }
        add(new HandshakeStep(
                Kind.CLIENT_HELLO,
                "ClientHello, " + Direction.TO_SERVER.words,
                CourseStep.CONNECT.toString(),
                details));
    }

    private void serverHello(Optional<Hello> read) {
        String title = "ServerHello, " + Direction.TO_CLIENT.words;
        if (read.isEmpty()) {
            add(new HandshakeStep(Kind.SERVER_HELLO, title, "", "It cannot be read: a length in it is wrong."));
            return;
        }
        Hello hello = read.get();
        String suite = TlsNames.suite(hello.suites().get(0));
        chosen = hello;
        if (hello.isRetry()) {
            add(new HandshakeStep(
                    Kind.RETRY,
                    "HelloRetryRequest, " + Direction.TO_CLIENT.words,
                    "",
                    "Asks for another ClientHello, with a key share for " + String.join("", groups(hello)) + "."));
            return;
        }
        add(new HandshakeStep(
                Kind.SERVER_HELLO,
                title,
                CourseStep.CONNECT.toString(),
                "Chose " + String.join("", versions(hello)) + " and the cipher suite " + suite + "."));
    }

    private static List<String> versions(Hello hello) {
        return hello.versions().stream().map(TlsNames::version).toList();
    }

    private static List<String> groups(Hello hello) {
        return hello.groups().stream().map(TlsNames::group).toList();
    }
}
