package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WwepServerExtension.class)
class WwepServerExtensionTest {

    private final List<WwepTestServer> before = new ArrayList<>();

    private @Nullable WwepTestServer field;

    @OverTls
    private @Nullable WwepTestServer tlsField;

    @BeforeEach
    void prepare(WwepTestServer server) {
        before.add(server);
        server.put(1, 1, 1);
    }

    @Test
    void aTestAndItsBeforeEachMethodShareAServer(WwepTestServer server) {
        assertThat(before).containsExactly(server);
        assertThat(server.find(1, 1)).hasValue(1);
        server.put(1, 2, 2);
    }

    @Test
    void eachTestHasItsOwnServer(WwepTestServer server) {
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

    @Test
    void fieldsAndParametersShareServers(WwepTestServer plain, @OverTls WwepTestServer tls) {
        assertThat(field).isSameAs(plain);
        assertThat(tlsField).isSameAs(tls);
    }

    @ExtendWith(WwepServerExtension.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class WithOneInstance {

        private @Nullable WwepTestServer field;

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void lamp(int number, WwepTestServer server) throws WwepException {
            assertThat(field).isSameAs(server);
            try (WwepClient client = server.client().build()) {
                client.write(1, 1, number);
            }
        }
    }

    @Test
    void anInstanceSharedByTestsGetsAServerForEach() {
        assertThat(FailedTests.run(WithOneInstance.class)).isEmpty();
    }

    @ExtendWith(WwepServerExtension.class)
    static class WithBeforeAll {

        @BeforeAll
        static void prepare(WwepTestServer server) {
            server.put(1, 1, 1);
        }

        @Test
        void lamp() {}
    }

    @ExtendWith(WwepServerExtension.class)
    static class WithConstructor {

        WithConstructor(WwepTestServer server) {
            server.put(1, 1, 1);
        }

        @Test
        void lamp() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {WithBeforeAll.class, WithConstructor.class})
    void outsideASingleTestTheMessageNamesARemedy(Class<?> test) {
        assertThat(FailedTests.run(test))
                .contains(
                        "a WwepTestServer belongs to one test, but ",
                        "belongs to all: declare it as a parameter of the test or of a @BeforeEach method, or as a field",
                        "call WwepTestServer.start() in @BeforeAll");
    }
}
