package io.wwep.examples;

import io.wwep.examples.board.Press;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRefusedException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The exit codes of every program. */
final class ExitCode {

    static final int ACCEPTED = 0;
    static final int REFUSED = 1;
    static final int BAD_USAGE = 2;
    static final int NO_CONNECTION = 3;
    static final int NO_REPLY = 4;
    static final int NO_TLS = 5;

    /** The output cannot be written: EX_IOERR of sysexits.h. */
    static final int OUTPUT_LOST = 74;

    /** An internal error of the program: EX_SOFTWARE of sysexits.h. */
    static final int FAULT = 70;

    /** The meanings of the codes, as help texts list them. */
    static final Map<String, String> MEANINGS = Collections.unmodifiableMap(new TreeMap<>(Map.of(
            "" + ACCEPTED, "the request was accepted",
            "" + REFUSED, "the server refused it (X)",
            "" + BAD_USAGE, "bad usage, or a file that cannot be used",
            "" + NO_CONNECTION, "no connection to the server",
            "" + NO_REPLY, "timed out, connection lost, or no valid reply",
            "" + NO_TLS, "no TLS: one side does not trust the other, has no TLS, or is too slow")));

    private ExitCode() {}

    static int of(Press press) {
        return press.failure() == null ? ACCEPTED : of(press.failure());
    }

    static int of(WwepException failure) {
        if (failure instanceof WwepRefusedException) {
            return REFUSED;
        }
        if (failure instanceof WwepConnectException refused) {
            return refused.phase() == Phase.HANDSHAKE ? NO_TLS : NO_CONNECTION;
        }
        return NO_REPLY;
    }
}
