package io.wwep.protocol;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if an exchange failed. {@link #delivery()} says whether the request may be sent again.
 *
 * <p>The subclasses: {@link WwepConnectException}, {@link WwepTimeoutException}, {@link
 * WwepConnectionLostException}, {@link WwepProtocolException}, {@link WwepRefusedException}, {@link
 * WwepInterruptedException}, {@link WwepCancelledException}, and for a batch {@link WwepBatchException}.
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

    /** What is known about the request. */
    private final Delivery delivery;

    WwepException(String message, @Nullable Throwable cause, Delivery delivery) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.delivery = Objects.requireNonNull(delivery, "delivery");
    }

    /** {@return what is known about the request: not sent, answered, or unknown} */
    public final Delivery delivery() {
        return delivery;
    }
}
