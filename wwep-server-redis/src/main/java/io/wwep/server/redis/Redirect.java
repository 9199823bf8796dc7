package io.wwep.server.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a cluster node that does not, or no longer, serve a device.
 *
 * @param asking whether its slot is being moved, so that the command must be preceded by {@code ASKING}
 */
record Redirect(String host, int port, boolean asking) {

    private static final Pattern TEXT = Pattern.compile("(MOVED|ASK) \\d+ (\\S+):(\\d+)");

    /** Returns null if the answer is not a redirect. */
    static @Nullable Redirect of(RedisCommandExecutionException answer) {
        Matcher redirect = TEXT.matcher(String.valueOf(answer.getMessage()));
        return redirect.matches()
                ? new Redirect(
                        redirect.group(2),
                        Integer.parseInt(redirect.group(3)),
                        redirect.group(1).equals("ASK"))
                : null;
    }
}
