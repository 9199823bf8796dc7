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

/** One request, for Flight Recorder. Only if {@link FlightRecording#isOn()}. */
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
    @Description("Of a refusal or a failure, what is known of the request at the server: a constant of Delivery")
    @Nullable
    String delivery;

    @Label("Reason")
    @Description("The message of the failure, or what the server said with its refusal")
    @Nullable
    String reason;

    /** Whether a recording that runs has it switched on. Allocates nothing. */
    static boolean isWanted() {
        return ANY.isEnabled();
    }

    /** Records a request whose reply came when this ended. */
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
     * Records a request that has failed now.
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
