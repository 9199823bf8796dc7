package io.wwep.examples.bridge;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.wwep.tls.HandshakeFailure;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended, or could not be opened.
 *
 * @param cause for the log and {@code /health}; contains nothing secret
 * @param isTakenOver whether the broker said that another client connected with the same client id
 * @param isUnexplained whether the broker just closed the connection, as MQTT 3.1.1 has no way to say why
 */
record Loss(String cause, boolean isTakenOver, boolean isUnexplained) {

    /** Advice for programmers, for which users of the bridge have the configuration. */
    private static final Pattern EXPECTING_NAME = Pattern.compile("say expectingName\\(\"([^\"]*)\"\\)");

    static Loss of(MqttClientDisconnectedContext context) {
        Throwable cause = context.getCause();
        boolean takenOver = cause instanceof Mqtt5DisconnectException disconnect
                && disconnect.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER;
        boolean byServer = context.getSource() == MqttDisconnectSource.SERVER;
        return new Loss(describe(cause), takenOver, byServer && !(cause instanceof Mqtt5DisconnectException));
    }

    static Loss of(Throwable problem) {
        return new Loss(describe(problem), false, false);
    }

    /** Returns whether the broker refused a message, rather than losing the connection. */
    static boolean isRefusal(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return cause instanceof Mqtt5PubAckException || cause instanceof MqttEncodeException;
    }

    /** Returns what the broker answered, why TLS failed, or else the innermost message, which is the most specific. */
    private static String describe(Throwable problem) {
        String tls = tls(problem);
        if (tls != null) {
            return Printable.of(tls);
        }
        Throwable each = problem;
        String text = null;
        for (int depth = 0; each != null && depth < 10; depth++) {
            String known = known(each);
            if (known != null) {
                return known;
            }
            if (each.getMessage() != null && !(each instanceof CompletionException)) {
                text = each.getMessage();
            }
            each = each.getCause();
        }
        return Printable.of(text == null ? problem.getClass().getSimpleName() : text);
    }

    private static @Nullable String tls(Throwable problem) {
        SSLException cause = null;
        Throwable each = problem;
        for (int depth = 0; each != null && cause == null && depth < 10; depth++) {
            cause = each instanceof SSLException ssl ? ssl : null;
            each = each.getCause();
        }
        if (cause == null) {
            return null;
        }
        HandshakeFailure failure = HandshakeFailure.of(cause);
        if (failure.refusal() != null) {
            return "the broker's certificate was rejected: "
                    + EXPECTING_NAME.matcher(failure.refusal()).replaceAll("write $1 in mqtt: url");
        }
        if (failure.alert() != null) {
            return "the broker ended the TLS handshake: " + failure.alert().replace('_', ' ')
                    + (failure.alert().contains("certificate") ? "; check mqtt: cert and key" : "");
        }
        return failure.ownFault() == null ? null : "this client's " + failure.ownFault();
    }

    private static @Nullable String known(Throwable problem) {
        if (problem instanceof UnknownHostException) {
            return "there is no host " + Printable.of(String.valueOf(problem.getMessage()))
                    + "; check the name in mqtt: url";
        }
        if (problem instanceof ConnectionClosedException
                && String.valueOf(problem.getMessage()).startsWith("Server closed connection")) {
            return "the broker closed the connection";
        }
        if (problem instanceof Mqtt5ConnAckException refused) {
            return "the broker refused the connection: "
                    + words(refused.getMqttMessage().getReasonCode());
        }
        if (problem instanceof Mqtt3ConnAckException refused) {
            return "the broker refused the connection: "
                    + words(refused.getMqttMessage().getReturnCode());
        }
        if (problem instanceof Mqtt5DisconnectException ended) {
            return "the broker closed the connection: "
                    + words(ended.getMqttMessage().getReasonCode());
        }
        return null;
    }

    private static String words(Enum<?> code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
