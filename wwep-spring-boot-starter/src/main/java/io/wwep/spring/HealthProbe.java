package io.wwep.spring;

import io.wwep.client.WwepClient;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.time.Duration;
import java.util.regex.Pattern;

/** Reads a register to find out whether a server answers. */
final class HealthProbe {

    private static final Pattern REGISTER = Pattern.compile("[0-9A-Fa-f]{2}");
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    private final WwepRequest request;
    private final Duration timeout;

    /**
     * Validates the properties of the probe.
     *
     * @throws InvalidClientException if one is wrong
     */
    HealthProbe(WwepHealthProperties.Probe properties) {
        this.request = WwepRequest.read(device(properties.device()), register(properties.register()));
        this.timeout = properties.timeout();
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw invalid("timeout", timeout.toString(), "Use 1ms to 1d.");
        }
    }

    /** Reads the register. What comes of it is recorded in the client's {@link ClientActivity}. */
    void run(WwepClient client, ClientActivity activity) {
        try {
            WwepReply unused = client.exchange(request, timeout);
        } catch (WwepException e) {
            activity.failed(request, e);
        }
    }

    private static DeviceId device(String text) {
        try {
            return DeviceId.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("device", text, "Use four hexadecimal digits, in quotes if the file is YAML: \"0FAC\".");
        }
    }

    private static int register(String text) {
        if (!REGISTER.matcher(text).matches()) {
            throw invalid("register", text, "Use two hexadecimal digits, in quotes if the file is YAML: \"0B\".");
        }
        return Integer.parseInt(text, 16);
    }

    private static InvalidClientException invalid(String name, String value, String action) {
        String property = WwepHealthProperties.PREFIX + ".probe." + name;
        return new InvalidClientException(
                property, "The value of " + property + " is not valid: '" + value + "'.", action, null);
    }
}
