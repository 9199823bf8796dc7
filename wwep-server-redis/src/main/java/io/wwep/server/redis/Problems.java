package io.wwep.server.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Explains a failure of Redis, and what to do about it. */
final class Problems {

    private Problems() {}

    /** Unwraps the failure from the exceptions of futures. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Returns whether Redis refuses everything on this connection, so that a new one may reach another server. */
    static boolean isOfConnection(RedisCommandExecutionException refusal) {
        String text = String.valueOf(refusal.getMessage());
        return text.contains("READONLY")
                || text.startsWith("LOADING")
                || text.startsWith("MASTERDOWN")
                || text.startsWith("CLUSTERDOWN")
                || text.startsWith("NOAUTH");
    }

    /** Returns the exception for the store to throw. */
    static IOException of(RedisAddress address, Throwable failure) {
        Throwable cause = cause(failure);
        return new IOException(address.text() + " " + what(address, cause), cause);
    }

    private static String what(RedisAddress address, Throwable failure) {
        RedisCommandExecutionException refusal = find(failure, RedisCommandExecutionException.class);
        if (refusal != null) {
            return refused(String.valueOf(refusal.getMessage()));
        }
        SSLException tls = find(failure, SSLException.class);
        if (tls != null) {
            return "is not trusted, or does not speak TLS: " + sentence(tls);
        }
        UnknownHostException unknown = find(failure, UnknownHostException.class);
        if (unknown != null) {
            return "cannot be reached: the name cannot be looked up (" + sentence(unknown) + "); is it right?";
        }
        String text = allMessages(failure);
        if (text.contains("Cannot provide redisAddress using sentinel")) {
            return "is not known: the Sentinels know no master of that name; the name is behind the # of the address,"
                    + " and 'redis-cli -p PORT sentinel masters' lists those that they know";
        }
        ConnectException refused = find(failure, ConnectException.class);
        if (refused != null) {
            return "cannot be reached: " + sentence(deepest(refused)) + "; is it running, and does it listen there?";
        }
        if (find(failure, TimeoutException.class) != null
                || failure instanceof CancellationException
                || text.contains("timed out")) {
            return "timed out: is it running, is it overloaded, and does it speak "
                    + (address.isSecure()
                            ? "TLS there?"
                            : "plain TCP there? For TLS the address begins with rediss://");
        }
        if (find(failure, RedisConnectionException.class) != null) {
            return "closed the connection before it was set up: " + sentence(deepest(failure))
                    + (address.isSecure() ? "" : "; does it speak TLS there? Then the address begins with rediss://");
        }
        if (failure instanceof IOException ours) {
            return "has not done it: " + sentence(ours);
        }
        return "has not done it: " + sentence(deepest(failure)) + "; is it running?";
    }

    private static String refused(String answer) {
        String text = answer.replaceFirst(" script: [0-9a-f]{40}, on @user_script:\\d+\\.?", "");
        if (text.startsWith("NOAUTH") || text.startsWith("WRONGPASS") || text.contains("invalid password")) {
            return "does not accept this user: " + text
                    + "; check the user and the password, which stand before the host: redis://USER:PASSWORD@HOST:PORT";
        }
        if (text.contains("NOPERM")) {
            return "does not allow it to this user: " + text + "; the user needs ~wwep:* +eval +hset +hget +time, with"
                    + " replicas +wait, and for a cluster +cluster|nodes +info +asking";
        }
        if (text.contains("cluster support disabled")) {
            return "is not a cluster: give redis:// instead of redis-cluster://";
        }
        if (text.startsWith("MOVED")) {
            return "belongs to a cluster: give redis-cluster:// instead of redis://";
        }
        if (text.contains("READONLY")) {
            return "is a replica, which cannot be written to: give the address of the master, or of the Sentinels"
                    + " (redis-sentinel://)";
        }
        if (text.startsWith("LATE")) {
            return "timed out: it came to it too late, and has not done it; is it overloaded?";
        }
        return "has not done it: " + text;
    }

    /** Adds what each node of a cluster, or each Sentinel, reported as suppressed exceptions. */
    private static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
        if (failure == null || type.isInstance(failure)) {
            return type.cast(failure);
        }
        return Stream.concat(Stream.ofNullable(failure.getCause()), Stream.of(failure.getSuppressed()))
                .map(each -> find(each, type))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    private static String allMessages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            all.append(each.getMessage()).append('\n');
        }
        return all.toString();
    }

    private static String sentence(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message.replaceFirst("\\.$", "");
    }
}
