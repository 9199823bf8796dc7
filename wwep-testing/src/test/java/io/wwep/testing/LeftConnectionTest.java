package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A test of a gateway that forgets to close its client, and one that does not. */
class LeftConnectionTest {

    private static final List<WwepClient> FORGOTTEN = new ArrayList<>();

    @ExtendWith(WwepServerExtension.class)
    static class Forgetful {

        @Test
        void lamp(WwepTestServer server) throws WwepException {
            WwepClient client = server.client().build();
            FORGOTTEN.add(client);
            client.write(0x0FAC, 0x0B, 1);
        }
    }

    @Test
    void aTestThatLeavesAConnectionOpenFailsAndIsToldWhy() {
        assertThat(run(Forgetful.class))
                .contains(
                        "the test has left 1 connection to the server open: close its clients, best by try-with-resources",
                        "1 > W0FAC0B0001");
        FORGOTTEN.forEach(WwepClient::close);
    }

    @Test
    void aTestThatClosesItsClientPasses() {
        assertThat(run(LampTest.class)).isEmpty();
    }

    /** What failed. */
    private static String run(Class<?> test) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(test))
                // The check for leaks of this build's own would see it too.
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .build();
        LauncherFactory.create().execute(request, summary);
        assertThat(summary.getSummary().getTestsFoundCount()).isEqualTo(1);
        StringWriter failures = new StringWriter();
        summary.getSummary().printFailuresTo(new PrintWriter(failures, true));
        return failures.toString().strip();
    }
}
