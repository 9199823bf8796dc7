package io.wwep.integration.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.testing.Fault;
import io.wwep.testing.OverTls;
import io.wwep.testing.WwepServerExtension;
import io.wwep.testing.WwepTestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client in an Apache Camel route. */
@ExtendWith(WwepServerExtension.class)
class CamelTest {

    private final List<Object> refused = new CopyOnWriteArrayList<>();

    @Test
    void aMessageIsWrittenToItsRegister(WwepTestServer server) throws Exception {
        assertThat(send(server)).isNull();
        assertThat(server.find(0x0FAC, 0x05)).hasValue(1);
    }

    @Test
    void anUnsentRequestIsRetried(@OverTls WwepTestServer server) throws Exception {
        server.fault(Fault.close().inHandshake());
        assertThat(send(server)).isNull();
        assertThat(server.find(0x0FAC, 0x05)).hasValue(1);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aRequestOfUnknownOutcomeIsNotRetried(WwepTestServer server) throws Exception {
        server.fault(Fault.close().inReply());
        assertThat(send(server))
                .isInstanceOfSatisfying(
                        WwepException.class, lost -> assertThat(lost.delivery()).isEqualTo(Delivery.UNKNOWN));
        assertThat(server.exchanges()).isEqualTo(1);
    }

    @Test
    void aRefusedRequestGoesToItsRoute(WwepTestServer server) throws Exception {
        server.enqueue(WwepReply.refused());
        assertThat(send(server)).isNull();
        assertThat(refused).containsExactly(1);
        assertThat(server.exchanges()).isEqualTo(1);
    }

    /** Sends 1 through the route and returns the exchange's exception. */
    @SuppressWarnings("try") // Camel may be interrupted during shutdown
    private @Nullable Exception send(WwepTestServer server) throws Exception {
        try (WwepClient client = server.client().build();
                CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new LampRoute(client));
            camel.addRoutes(new RouteBuilder() {

                @Override
                public void configure() {
                    from("direct:refused")
                            .process(exchange ->
                                    refused.add(exchange.getMessage().getBody()));
                }
            });
            camel.start();
            try (ProducerTemplate template = camel.createProducerTemplate()) {
                Exchange done = template.request("direct:lamp", exchange -> {
                    exchange.getMessage()
                            .setHeaders(new HashMap<>(Map.of("wwep.device", 0x0FAC, "wwep.register", 0x05)));
                    exchange.getMessage().setBody(1);
                });
                return done.getException();
            }
        }
    }
}
