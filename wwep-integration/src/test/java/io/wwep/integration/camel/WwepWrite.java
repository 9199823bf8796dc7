package io.wwep.integration.camel;

import io.wwep.client.WwepClient;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ExchangeHelper;

// tag::processor[]
/** Writes the body to the register in the headers. Thread-safe, so all routes can share it. */
final class WwepWrite implements Processor {

    private final WwepClient client;

    WwepWrite(WwepClient client) {
        this.client = client;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        int device = ExchangeHelper.getMandatoryHeader(exchange, "wwep.device", Integer.class);
        int register = ExchangeHelper.getMandatoryHeader(exchange, "wwep.register", Integer.class);
        client.write(device, register, exchange.getMessage().getMandatoryBody(Integer.class));
    }
}
// end::processor[]
