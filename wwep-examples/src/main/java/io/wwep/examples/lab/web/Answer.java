package io.wwep.examples.lab.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is sent back for a request. */
final class Answer {

    private static final String JSON = "application/json; charset=utf-8";

    private final HttpResponseStatus status;
    private final String contentType;
    private final byte[] body;
    private final Map<String, String> headers;

    private Answer(HttpResponseStatus status, String contentType, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = headers;
    }

    /** An answer of JSON. */
    static Answer json(String json) {
        return of(JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer of another type. */
    static Answer of(String contentType, byte[] body) {
        return new Answer(HttpResponseStatus.OK, contentType, body, Map.of());
    }

    /** An answer without a body. */
    static Answer empty() {
        return new Answer(HttpResponseStatus.NO_CONTENT, "", new byte[0], Map.of());
    }

    /** An error, as JSON, that says what was wrong. */
    static Answer error(HttpResponseStatus status, String words) {
        byte[] body = Json.object("error", words).getBytes(StandardCharsets.UTF_8);
        return new Answer(status, JSON, body, Map.of());
    }

    /** Returns the same answer with this as its only further header. */
    Answer with(String header, String value) {
        return new Answer(status, contentType, body, Map.of(header, value));
    }

    HttpResponseStatus status() {
        return status;
    }

    /** Returns the type of the body; empty if there is none. */
    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }

    /** Returns further headers by their names. */
    Map<String, String> headers() {
        return headers;
    }
}
