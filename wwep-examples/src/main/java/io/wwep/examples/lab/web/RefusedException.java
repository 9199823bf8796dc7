package io.wwep.examples.lab.web;

import io.netty.handler.codec.http.HttpResponseStatus;

/** A request that is answered with an error. Its message is for the person at the browser. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient HttpResponseStatus status;

    RefusedException(HttpResponseStatus status, String words) {
        super(words);
        this.status = status;
    }

    Answer answer() {
        return Answer.error(status, String.valueOf(getMessage()));
    }
}
