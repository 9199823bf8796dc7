package io.wwep.examples.bridge.config;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.client.WwepClientSettings;
import io.wwep.examples.bridge.config.YamlNode.Entry;
import io.wwep.examples.input.HandshakeLimit;
import io.wwep.tls.WwepTls;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code endpoints}. */
final class EndpointsReader {

    static final List<String> KEYS = List.of("host", "port", "tls", "mode");

    static final List<String> TLS_KEYS =
            Stream.concat(TlsFiles.KEYS.stream(), Stream.of("expect-name")).toList();

    private static final Pattern HOST_WITH_PORT = Pattern.compile("([^:]+):(\\d+)");

    private final Folder folder;

    EndpointsReader(Folder folder) {
        this.folder = folder;
    }

    /** Returns the endpoints by name, null for those with errors. */
    Map<String, @Nullable EndpointConfig> read(Section endpoints) {
        Map<String, @Nullable EndpointConfig> read = new LinkedHashMap<>();
        Map<String, String> servers = new HashMap<>();
        endpoints.entries().forEach((name, entry) -> {
            EndpointConfig endpoint = read(endpoints, name, entry);
            read.put(name, endpoint);
            if (endpoint != null) {
                WwepClientSettings server = endpoint.client().settings();
                String other = servers.putIfAbsent(server.host() + " " + server.port(), name);
                if (other != null) {
                    endpoints.warn(name, "this is the server of " + other + " too; use one endpoint for both");
                }
            }
        });
        return read;
    }

    private @Nullable EndpointConfig read(Section endpoints, String name, Entry entry) {
        endpoints.checkName(name);
        Section section = endpoints.section(name, entry, name + ": {host: 10.0.0.7}");
        if (section == null) {
            return null;
        }
        section.allowOnly(KEYS);
        String host = section.parsed("host", section.require("host", "10.0.0.7"), EndpointsReader::host);
        Integer port = section.parsed("port", section.text("port"), Ports::parse);
        ConnectionMode mode = section.choice("mode", modes(), ConnectionMode.AUTO);
        WwepTls tls = section.has("tls") ? tls(section) : null;
        return host == null ? null : new EndpointConfig(name, client(host, port, mode, tls));
    }

    private static WwepClientBuilder client(
            String host, @Nullable Integer port, ConnectionMode mode, @Nullable WwepTls tls) {
        WwepClientBuilder client = WwepClient.create(host).mode(mode);
        if (port != null) {
            client.port(port);
        }
        if (tls != null) {
            client.tls(tls).handshakeTimeout(HandshakeLimit.TIME);
        }
        return client;
    }

    private static String host(String text) {
        Matcher form = HOST_WITH_PORT.matcher(text);
        if (form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' includes a port; write host: " + form.group(1) + " and port: " + form.group(2));
        }
        try {
            WwepClient.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; write one, as in wwep.local or 10.0.0.7", e);
        }
        return text;
    }

    private static Map<String, ConnectionMode> modes() {
        Map<String, ConnectionMode> modes = new LinkedHashMap<>();
        modes.put("auto", ConnectionMode.AUTO);
        modes.put("persistent", ConnectionMode.PERSISTENT);
        modes.put("one-shot", ConnectionMode.ONE_SHOT);
        return modes;
    }

    private @Nullable WwepTls tls(Section endpoint) {
        Section section = endpoint.section("tls", "tls: {ca: plant.pem}, or tls: {} to trust the system's authorities");
        if (section == null) {
            return null;
        }
        section.allowOnly(TLS_KEYS);
        TlsFiles files = TlsFiles.of(section, folder);
        String name = section.text("expect-name");
        if (name != null) {
            section.attempt("expect-name", () -> WwepTls.trustingSystem().expectingName(name));
        }
        return section.hasErrors() ? null : files.client(name);
    }
}
