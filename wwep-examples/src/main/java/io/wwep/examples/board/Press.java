package io.wwep.examples.board;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of a button press.
 *
 * @param number the number of the press, counted from 1
 * @param button the number of the button that was pressed
 * @param reply null if none arrived or none was read
 * @param failure null if the press succeeded
 * @param lit whether the LED is on now
 */
public record Press(
        int number,
        int button,
        WwepRequest request,
        @Nullable WwepReply reply,
        @Nullable WwepException failure,
        boolean lit) {

    /** Validates the components. */
    public Press {
        Objects.requireNonNull(request, "request");
    }
}
