package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WwepServerExtension.class)
class WwepServerExtensionTest {

    private @Nullable WwepTestServer before;

    @BeforeEach
    void prepare(WwepTestServer server) {
        before = server;
        server.put(1, 1, 1);
    }

    @Test
    void aTestAndWhatComesBeforeItHaveTheSameServer(WwepTestServer server) {
        assertThat(server).isSameAs(before);
        assertThat(server.find(1, 1)).hasValue(1);
        server.put(1, 2, 2);
    }

    @Test
    void eachTestHasAServerOfItsOwn(WwepTestServer server) {
        assertThat(server.find(1, 2)).isEmpty();
    }

    @Test
    void aTestCanHaveAPlainAndATlsServer(WwepTestServer plain, @OverTls WwepTestServer tls) throws WwepException {
        assertThat(plain.port()).isNotEqualTo(tls.port());
        try (WwepClient client = tls.client().build()) {
            client.write(1, 1, 5);
        }
        assertThat(tls.find(1, 1)).hasValue(5);
        assertThat(plain.find(1, 1)).hasValue(1);
    }
}
