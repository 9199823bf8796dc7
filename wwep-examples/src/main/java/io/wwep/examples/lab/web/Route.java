package io.wwep.examples.lab.web;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Answers requests for one path, or for paths of one form.
 *
 * @param path the form; its groups are the parameters
 * @param isInstructors whether only the instructor may do it
 * @param maxBody the maximum number of bytes of a request's body
 * @param executor runs the action, which may block
 */
record Route(HttpMethod method, Pattern path, boolean isInstructors, int maxBody, Executor executor, Action action) {

    /** Answers a request. */
    @FunctionalInterface
    interface Action {

        /**
         * Answers a request.
         *
         * @throws RefusedException if the answer is an error
         */
        Answer answer(Request request) throws RefusedException, InterruptedException;
    }

    /** Returns the parameters of a path; empty if it does not have the form. */
    Optional<List<String>> match(String requested) {
        Matcher matcher = path.matcher(requested);
        return matcher.matches()
                ? Optional.of(IntStream.rangeClosed(1, matcher.groupCount())
                        .mapToObj(matcher::group)
                        .toList())
                : Optional.empty();
    }
}
