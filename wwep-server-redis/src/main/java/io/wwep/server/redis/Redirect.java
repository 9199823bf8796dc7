package io.wwep.server.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a cluster's node that has not, or not any more, the registers of a device.
 *
 * @param asking whether they are just being moved, and the other node has to be told that we know
 */
record Redirect(String host, int port, boolean asking) {

    private static final Pattern TEXT = Pattern.compile("(MOVED|ASK) \\d+ (\\S+):(\\d+)");

    /** Null: the answer is another one. */
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
