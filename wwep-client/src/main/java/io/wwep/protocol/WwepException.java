package io.wwep.protocol;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that failed. {@link #delivery()} says whether the request may be sent again.
 *
 * <p>The kinds: {@link WwepConnectException}, {@link WwepTimeoutException}, {@link
 * WwepConnectionLostException}, {@link WwepProtocolException}, {@link WwepRefusedException}, {@link
 * WwepInterruptedException}, {@link WwepCancelledException}, and of a batch {@link WwepBatchException}.
 */
public abstract sealed class WwepException extends IOException
        permits WwepConnectException,
                WwepTimeoutException,
                WwepConnectionLostException,
                WwepProtocolException,
                WwepRefusedException,
                WwepInterruptedException,
                WwepCancelledException,
                WwepBatchException {

    private static final long serialVersionUID = 1L;

    /** What is known of the request. */
    private final Delivery delivery;

    WwepException(String message, @Nullable Throwable cause, Delivery delivery) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.delivery = Objects.requireNonNull(delivery, "delivery");
    }

    /** {@return what is known of the request: not sent, answered, or unknown} */
    public final Delivery delivery() {
        return delivery;
    }
}
