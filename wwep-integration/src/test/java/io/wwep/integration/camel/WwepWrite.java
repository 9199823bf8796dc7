package io.wwep.integration.camel;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

// tag::processor[]
/** Writes the body to the register that the headers name. One for all routes: it is safe for many threads. */
final class WwepWrite implements Processor {

    private final WwepClient client;

    WwepWrite(WwepClient client) {
        this.client = client;
    }

    @Override
    public void process(Exchange exchange) throws WwepException {
        Message message = exchange.getMessage();
        client.device(message.getHeader("wwep.device", Integer.class))
                .write(message.getHeader("wwep.register", Integer.class), message.getBody(Integer.class));
    }
}
// end::processor[]
