package io.wwep.client.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses written as text, which need no lookup. */
public final class IpLiteral {

    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    private IpLiteral() {}

    /** Returns whether this text is an address, even of an interface that this machine does not have at the moment. */
    public static boolean isAddress(String text) {
        int scope = text.indexOf('%');
        return parse(scope < 0 ? text : text.substring(0, scope)) != null
                && (scope < 0 || (text.contains(":") && scope < text.length() - 1));
    }

    /**
     * Parses an address; returns null if the text is not one, or names an interface that does not exist. Never uses the
     * network.
     */
    public static @Nullable InetAddress parse(String text) {
        // The JDK looks up whatever is not quite an address; it never does so for a text with a colon.
        if (!text.contains(":") && !IPV4.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
