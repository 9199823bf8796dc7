package io.wwep.examples.check;

import io.wwep.client.WwepClient;
import io.wwep.examples.input.HandshakeLimit;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.tls.HandshakeFailure;
import io.wwep.tls.WwepTls;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One TLS handshake by the client, whose messages explain failures.
 *
 * @param trouble null if the handshake succeeded, certificate and name included
 * @param culprit the row that the trouble belongs to; {@code SAME_REGISTERS} without trouble, since that row comes next
 * @param noConnection whether there was not even a TCP connection
 */
record TlsProbe(@Nullable String trouble, CheckItem culprit, boolean noConnection) {

    /** How the client's message on a wrong name goes; a wrong name is the last thing that it checks. */
    private static final Pattern WRONG_NAME =
            Pattern.compile(" is not for [^:]+(:[^ ]*)*: (the names in it|its only name) ");

    static TlsProbe of(String host, int port, WwepTls tls) {
        try {
            WwepClient.create(host)
                    .port(port)
                    .tls(tls)
                    .handshakeTimeout(HandshakeLimit.TIME)
                    .connect()
                    .close();
            return new TlsProbe(null, CheckItem.SAME_REGISTERS, false);
        } catch (WwepException e) {
            String message = sentence(String.valueOf(e.getMessage()));
            boolean noConnection = e instanceof WwepConnectException refused && refused.phase() != Phase.HANDSHAKE;
            if (noConnection || HandshakeFailure.of(e).refusal() == null) {
                return new TlsProbe(message, CheckItem.HANDSHAKE, noConnection);
            }
            boolean wrongName = WRONG_NAME.matcher(message).find();
            return new TlsProbe(message, wrongName ? CheckItem.NAME : CheckItem.CERTIFICATE, false);
        }
    }

    private static String sentence(String message) {
        return message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + ".";
    }
}
