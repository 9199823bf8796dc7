package io.wwep.examples;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a press of the button led to.
 *
 * @param number counts from 1
 * @param reply null if none came
 * @param failure null if the reply was the right one
 * @param lit whether the LED is on now
 */
record Press(
        int number,
        WwepRequest request,
        @Nullable WwepReply reply,
        @Nullable WwepException failure,
        boolean lit) {

    int exitCode() {
        return failure == null ? ExitCode.ACCEPTED : ExitCode.of(failure);
    }
}
