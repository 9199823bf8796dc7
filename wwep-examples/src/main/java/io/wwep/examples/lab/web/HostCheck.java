package io.wwep.examples.lab.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that another site's page makes a browser send: by a name that its owner points at this machine, or from its
 * own origin.
 */
final class HostCheck {

    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+\\]|[^:\\[\\]]+)(?::\\d{1,5})?");

    private final @Nullable String name;

    /** Creates a check that accepts this name besides addresses. */
    HostCheck(@Nullable String name) {
        this.name = name;
    }

    /**
     * Checks a request's headers.
     *
     * @param local the address of this machine that the browser connected to
     * @param changes whether the request changes something
     */
    void check(HttpHeaders headers, InetAddress local, boolean changes) throws RefusedException {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1 || !isOurs(hosts.get(0), local)) {
            throw refused("this is not the page's address: open the one that the lab printed, or start it with"
                    + " --web-name NAME");
        }
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        if (changes && !origins.stream().allMatch(origin -> origin.equalsIgnoreCase("http://" + hosts.get(0)))) {
            throw refused("the request comes from another site");
        }
    }

    private boolean isOurs(String header, InetAddress local) {
        Matcher matcher = HOST.matcher(header);
        if (!matcher.matches()) {
            return false;
        }
        String host = matcher.group(1);
        if (host.equalsIgnoreCase(name) || (host.equalsIgnoreCase("localhost") && local.isLoopbackAddress())) {
            return true;
        }
        // Never resolves a name.
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        return address != null && Arrays.equals(address, local.getAddress());
    }

    private static RefusedException refused(String words) {
        return new RefusedException(HttpResponseStatus.FORBIDDEN, words);
    }
}
