package io.wwep.server.redis;

import io.lettuce.core.RedisURI;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The location of a Redis, parsed from its URI.
 *
 * @param servers the server, or the cluster's nodes; for Sentinels, one URI that contains them all
 * @param text the name in messages, without a password
 */
record RedisAddress(Kind kind, List<RedisURI> servers, boolean isSecure, String text) {

    /** The kind of Redis at this address. */
    enum Kind {
        SERVER,
        SENTINEL,
        CLUSTER
    }

    private static final Pattern SCHEME = Pattern.compile("(rediss?)(-sentinel|-cluster)?");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?<host>\\[[0-9A-Fa-f:.%]+]|[^\\[\\]:,@/]+):(?<port>[1-9]\\d{0,4})");
    private static final Pattern DATABASE = Pattern.compile("/?|/(\\d{1,9})");
    private static final int MAX_PORT = 65_535;

    /**
     * Parses a URI.
     *
     * @throws IllegalArgumentException if it has none of the three forms
     */
    static RedisAddress of(URI uri) {
        Matcher scheme = SCHEME.matcher(uri.getScheme() == null ? "" : uri.getScheme());
        String authority = uri.getRawAuthority();
        if (!scheme.matches() || authority == null) {
            throw malformed(uri, "");
        }
        Kind kind = "-sentinel".equals(scheme.group(2))
                ? Kind.SENTINEL
                : "-cluster".equals(scheme.group(2)) ? Kind.CLUSTER : Kind.SERVER;
        boolean secure = scheme.group(1).equals("rediss");
        int at = authority.lastIndexOf('@');
        List<RedisURI> servers = servers(uri, authority.substring(at + 1), secure);
        if (kind == Kind.SERVER && servers.size() > 1) {
            throw malformed(uri, ". Several servers are a cluster (redis-cluster://) or Sentinels (redis-sentinel://)");
        }
        if (uri.getRawQuery() != null) {
            throw malformed(uri, ", without '?'");
        }
        int database = database(uri);
        if (kind == Kind.CLUSTER && database != 0) {
            throw malformed(uri, ". A cluster has only database 0");
        }
        String places = servers.stream()
                .map(server -> server.getHost() + ":" + server.getPort())
                .collect(Collectors.joining(", "));
        String master = uri.getFragment();
        if ((kind == Kind.SENTINEL) != (master != null && !master.isEmpty())) {
            throw malformed(
                    uri, kind == Kind.SENTINEL ? ". Behind the # is the master's name, as the Sentinels know it" : "");
        }
        if (kind == Kind.SENTINEL) {
            servers = List.of(sentinels(servers, master, secure));
        }
        for (RedisURI server : servers) {
            server.setDatabase(database);
            logIn(server, uri, at < 0 ? null : authority.substring(0, at));
        }
        String text = switch (kind) {
            case SERVER -> "Redis at " + places;
            case SENTINEL -> "Redis, master '" + master + "' of the Sentinels at " + places;
            case CLUSTER -> "the Redis cluster at " + places;
        };
        return new RedisAddress(kind, servers, secure, text);
    }

    private static List<RedisURI> servers(URI uri, String text, boolean secure) {
        List<RedisURI> servers = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher server = HOST_AND_PORT.matcher(part);
            if (!server.matches() || Integer.parseInt(server.group("port")) > MAX_PORT) {
                throw malformed(uri, "");
            }
            servers.add(RedisURI.builder()
                    .withHost(server.group("host").replaceAll("[\\[\\]]", ""))
                    .withPort(Integer.parseInt(server.group("port")))
                    .withSsl(secure)
                    .build());
        }
        return servers;
    }

    private static RedisURI sentinels(List<RedisURI> servers, @Nullable String master, boolean secure) {
        RedisURI.Builder builder =
                RedisURI.builder().withSentinelMasterId(String.valueOf(master)).withSsl(secure);
        servers.forEach(builder::withSentinel);
        return builder.build();
    }

    private static int database(URI uri) {
        Matcher database = DATABASE.matcher(uri.getPath());
        if (!database.matches()) {
            throw malformed(uri, ", with /N behind the port for a database other than 0");
        }
        return database.group(1) == null ? 0 : Integer.parseInt(database.group(1));
    }

    /** The user and the password are for Redis, not for the Sentinels. */
    private static void logIn(RedisURI server, URI uri, @Nullable String credentials) {
        if (credentials == null) {
            return;
        }
        int colon = credentials.indexOf(':');
        if (colon < 0 || colon == credentials.length() - 1) {
            throw malformed(uri, ", with USER:PASSWORD@ or :PASSWORD@ before the host");
        }
        char[] password = decoded(credentials.substring(colon + 1)).toCharArray();
        RedisURI.Builder login = RedisURI.builder().withHost("of the credentials alone");
        server.setCredentialsProvider((colon == 0
                        ? login.withPassword(password)
                        : login.withAuthentication(decoded(credentials.substring(0, colon)), password))
                .build()
                .getCredentialsProvider());
    }

    /** Decodes %XX, but leaves the plus sign of forms unchanged. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException malformed(URI uri, String more) {
        String shown = uri.toString().replaceFirst("//.*@", "//");
        return new IllegalArgumentException("'" + shown + "' is not the address of a Redis: give redis://HOST:PORT,"
                + " redis-sentinel://HOST:PORT,HOST:PORT#MASTER or redis-cluster://HOST:PORT,HOST:PORT, with rediss"
                + " instead of redis for TLS" + more);
    }
}
