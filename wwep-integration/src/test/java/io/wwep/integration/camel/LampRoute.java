package io.wwep.integration.camel;

import io.wwep.client.WwepClient;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepRefusedException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

// tag::route[]
final class LampRoute extends RouteBuilder {

    private final WwepClient client;

    LampRoute(WwepClient client) {
        this.client = client;
    }

    @Override
    public void configure() {
        onException(WwepRefusedException.class).handled(true).to("direct:refused"); // a retry would be refused too
        onException(WwepException.class)
                .onWhen(LampRoute::isUnsent) // so a retry is safe
                .maximumRedeliveries(5)
                .redeliveryDelay(200);
        from("direct:lamp").process(new WwepWrite(client));
    }

    private static boolean isUnsent(Exchange exchange) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT) instanceof WwepException failure
                && failure.delivery() == Delivery.NOT_SENT;
    }
}
// end::route[]
