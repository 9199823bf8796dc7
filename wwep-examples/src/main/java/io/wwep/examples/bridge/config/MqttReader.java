package io.wwep.examples.bridge.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code mqtt}. */
final class MqttReader {

    private static final String EXAMPLE = "mqtt://127.0.0.1";

    static final List<String> KEYS = Stream.of(
                    List.of(
                            "url",
                            "protocol",
                            "client-id",
                            "user",
                            "allow-plain-password",
                            "prefix",
                            "format",
                            "homeassistant"),
                    TlsFiles.KEYS,
                    PasswordReader.KEYS)
            .flatMap(List::stream)
            .toList();

    private static final Pattern URL = Pattern.compile(
            "(?<scheme>mqtts?)://(?:\\[(?<ipv6>[^\\[\\]/]+)]|(?<host>[^\\[\\]:/@\\s]+))(?::(?<port>\\d{1,5}))?/?");
    private static final Pattern HARMLESS = Pattern.compile("(\\w+://)?[^:]*(:\\d*)?");
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;

    /** Home Assistant accepts no other characters in the topics of discovery messages. */
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** No wildcards, and no level is empty; a first level with $ belongs to the broker. */
    private static final Pattern PREFIX = Pattern.compile("(?!\\$)[^/+#\\s]+(/[^/+#\\s]+)*");

    private static final int LONGEST_PREFIX = 128;
    private static final String DEFAULT_CLIENT_ID = "wwep-gateway";
    private static final String DEFAULT_PREFIX = "wwep";

    private final Section section;
    private final Folder folder;
    private final UnaryOperator<@Nullable String> environment;

    MqttReader(Section section, Folder folder, UnaryOperator<@Nullable String> environment) {
        this.section = section;
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * The address of a broker.
     *
     * @param isTls whether it is reached over TLS
     */
    private record Broker(String host, int port, boolean isTls) {}

    @Nullable
    MqttConfig read() {
        section.allowOnly(KEYS, PasswordReader.FORBIDDEN_KEY);
        Broker broker = section.parsed("url", section.require("url", EXAMPLE), MqttReader::broker);
        MqttProtocol protocol = section.choice("protocol", protocols(), MqttProtocol.V5);
        String clientId = section.parsed("client-id", section.text("client-id"), MqttReader::clientId);
        String prefix = section.parsed("prefix", section.text("prefix"), MqttReader::prefix);
        PayloadFormat format = section.choice("format", formats(), PayloadFormat.PLAIN);
        boolean homeAssistant = section.flag("homeassistant");
        TlsFiles files = TlsFiles.of(section, folder);
        String user = section.text("user");
        Password password = new PasswordReader(section, folder, environment).read();
        boolean isPlainPasswordAllowed = section.flag("allow-plain-password");
        if (password != null && user == null && protocol == MqttProtocol.V3_1_1) {
            section.error("user", "missing; MQTT 3.1.1 has no password without a user, write it, as in user: gateway");
        }
        if (broker == null) {
            return null;
        }
        rejectFilesWithoutTls(broker);
        if (password != null) {
            checkSecrecy(broker, isPlainPasswordAllowed);
        }
        return new MqttConfig(
                broker.host,
                broker.port,
                broker.isTls,
                protocol,
                clientId == null ? DEFAULT_CLIENT_ID : clientId,
                files.ca(),
                files.certificate(),
                files.key(),
                user,
                password,
                prefix == null ? DEFAULT_PREFIX : prefix,
                format,
                homeAssistant);
    }

    private static Map<String, MqttProtocol> protocols() {
        Map<String, MqttProtocol> protocols = new LinkedHashMap<>();
        protocols.put("5", MqttProtocol.V5);
        protocols.put("3.1.1", MqttProtocol.V3_1_1);
        return protocols;
    }

    private static Map<String, PayloadFormat> formats() {
        Map<String, PayloadFormat> formats = new LinkedHashMap<>();
        formats.put("plain", PayloadFormat.PLAIN);
        formats.put("json", PayloadFormat.JSON);
        return formats;
    }

    private static Broker broker(String text) {
        if (text.contains("@")) {
            // Not shown, since it may have a password.
            throw new IllegalArgumentException(
                    "the address has a user; write " + EXAMPLE + " without one, and the keys user and password-file");
        }
        Matcher form = URL.matcher(text);
        if (!form.matches()) {
            // A text with more than one colon may have a password, as in gw:secret.
            String shown = HARMLESS.matcher(text).matches() ? "'" + text + "'" : "this";
            throw new IllegalArgumentException(shown + " is not the address of a broker; write mqtt://HOST, or"
                    + " mqtts://HOST over TLS, with :PORT unless it is " + PLAIN_PORT + " or " + TLS_PORT);
        }
        boolean isTls = form.group("scheme").equals("mqtts");
        String host = form.group("ipv6") == null ? form.group("host") : form.group("ipv6");
        String port = form.group("port");
        return new Broker(host, port == null ? isTls ? TLS_PORT : PLAIN_PORT : Ports.parse(port), isTls);
    }

    private static String clientId(String text) {
        if (!CLIENT_ID.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is not possible; write 1 to 64 letters, digits, - and _, as in " + DEFAULT_CLIENT_ID);
        }
        return text;
    }

    private static String prefix(String text) {
        if (!PREFIX.matcher(text).matches() || text.length() > LONGEST_PREFIX) {
            throw new IllegalArgumentException("'" + text + "' cannot begin a topic; write up to " + LONGEST_PREFIX
                    + " characters without spaces, + and #, and no / at either end, as in plant/wwep");
        }
        return text;
    }

    private void rejectFilesWithoutTls(Broker broker) {
        if (!broker.isTls) {
            TlsFiles.KEYS.stream()
                    .filter(section::has)
                    .forEach(key ->
                            section.error(key, "the url has no TLS; write mqtts:// in it, or leave " + key + " out"));
        }
    }

    private void checkSecrecy(Broker broker, boolean isPlainPasswordAllowed) {
        if (broker.isTls || IpAddress.isLoopback(broker.host)) {
            return;
        }
        if (isPlainPasswordAllowed) {
            section.warn(
                    "allow-plain-password",
                    "the password is sent to " + broker.host
                            + " unencrypted, so anyone on the network path can read it");
        } else {
            section.error(
                    "url",
                    "the password would be sent to " + broker.host
                            + " unencrypted; write mqtts://, or allow-plain-password: true if the network is yours alone");
        }
    }
}
