package io.wwep.examples.lab.web;

import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** A complete request, to be answered. */
final class Request {

    private final List<String> parameters;
    private final byte[] body;
    private final InetAddress from;
    private final boolean isInstructor;
    private final Optional<String> board;

    Request(List<String> parameters, byte[] body, InetAddress from, boolean isInstructor, Optional<String> board) {
        this.parameters = parameters;
        this.body = body;
        this.from = from;
        this.isInstructor = isInstructor;
        this.board = board;
    }

    /** Returns a part of the path that the route leaves open, counted from 0. */
    String parameter(int index) {
        return parameters.get(index);
    }

    /** Returns the body, which must be a JSON object. */
    JsonObject json() throws RefusedException {
        return Json.parse(body);
    }

    /** Returns the body, which must be UTF-8. */
    String text() throws RefusedException {
        return Json.decode(body);
    }

    InetAddress from() {
        return from;
    }

    /** Returns whether the instructor's browser sent it. */
    boolean isInstructor() {
        return isInstructor;
    }

    /** Returns the board whose browser sent it. */
    Optional<String> board() {
        return board;
    }
}
