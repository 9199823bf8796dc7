package io.wwep.client.internal;

import io.wwep.client.ExchangeOutcome;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Reports one request to Flight Recorder. Used only if {@link FlightRecording#isOn()}. */
@Name("io.wwep.Exchange")
@Label("Exchange")
@Category("WWEP")
@Description("A request, from the call to its reply or failure; waiting and connecting included")
@StackTrace(false)
final class ExchangeEvent extends Event {

    private static final ExchangeEvent ANY = new ExchangeEvent();

    @Label("Server")
    @Description("The server's host and port")
    @Nullable
    String server;

    @Label("Request")
    @Description("The request as it is on the wire")
    @Nullable
    String request;

    @Label("Outcome")
    @Description("How it ended: a constant of ExchangeOutcome")
    @Nullable
    String outcome;

    @Label("Delivery")
    @Description(
            "After a refusal or a failure, whether the server may have executed the request: a constant of Delivery")
    @Nullable
    String delivery;

    @Label("Reason")
    @Description("The message of the failure, or what the server said with its refusal")
    @Nullable
    String reason;

    /** Returns whether a running recording has enabled this event. Allocates nothing. */
    static boolean isWanted() {
        return ANY.isEnabled();
    }

    /** Records a request whose reply has arrived; {@link #end()} was called then. */
    void answered(String by, WwepRequest asked, ExchangeOutcome as, WwepReply reply) {
        if (shouldCommit()) {
            describe(by, asked, as);
            if (reply instanceof WwepReply.Refused refused) {
                delivery = Delivery.ANSWERED.name();
                reason = refused.reason();
            }
            commit();
        }
    }

    /**
     * Ends the event, and records a request that has failed.
     *
     * @param cause null if an unexpected error stopped its thread
     * @param mayHaveLeft whether this request may have left for the server
     */
    void failed(String by, WwepRequest asked, ExchangeOutcome as, @Nullable WwepException cause, boolean mayHaveLeft) {
        end();
        if (shouldCommit()) {
            describe(by, asked, as);
            Delivery known = cause == null ? Delivery.UNKNOWN : cause.delivery();
            delivery = (mayHaveLeft ? known : Delivery.NOT_SENT).name();
            reason = cause == null ? null : cause.getMessage();
            commit();
        }
    }

    private void describe(String by, WwepRequest asked, ExchangeOutcome as) {
        server = by;
        request = asked.toString();
        outcome = as.name();
    }
}
