package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepReply;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Replies never report a value that a crash could undo. */
class ForcedRepliesTest {

    private final List<String> events = new ArrayList<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private boolean canForce = true;

    private final RegisterStore store = new RegisterStore() {

        private final RegisterStore memory = RegisterStore.inMemory();

        @Override
        public OptionalInt read(DeviceId device, int register) throws IOException {
            events.add("read");
            return memory.read(device, register);
        }

        @Override
        public boolean write(DeviceId device, int register, int value) throws IOException {
            events.add("write");
            return memory.write(device, register, value);
        }

        @Override
        public void force() throws IOException {
            events.add("force");
            if (!canForce) {
                throw new IOException("no such disk");
            }
        }
    };

    @Test
    void requestsThatArriveTogetherAreForcedOnceBeforeTheirReplies() {
        serve(ServerProfile.STANDARD, "W0FAC0B1234W0FAC0C1234R0FAC0B", "R0BAC0B", "W0F", "AC0B0001", "W01234");
        assertThat(events)
                .containsExactly(
                        "write",
                        "write",
                        "read",
                        "force",
                        "A0FAC0B1234A0FAC0C1234A0FAC0B1234",
                        "read",
                        "force",
                        "X",
                        "write",
                        "force",
                        "A0FAC0B0001",
                        "force",
                        "X");
    }

    @Test
    void aFailedForceRefusesTheWholePieceAndKeepsTheConnection() {
        canForce = false;
        try (LogCapture log = new LogCapture("io.wwep.server")) {
            serve(ServerProfile.STANDARD, "W0FAC0B1234R0BAC0BR0FAC0B", "R0FAC0B", "R0FAC0B");
            assertThat(events).containsSubsequence("force", "XXX", "read", "force", "X", "read", "force", "X");
            assertThat(exchanges).extracting(Exchange::reply).containsOnly(WwepReply.refused());
            assertThat(log.warnings())
                    .as("one line for all")
                    .singleElement()
                    .asString()
                    .contains("the last writes were refused because the store failed to keep them", "no such disk");
        }
    }

    @Test
    void aFailedForceAffectsOnlyItsOwnPiece() {
        canForce = false;
        serve(ServerProfile.STANDARD, "W0FAC0B1234");
        canForce = true;
        serve(ServerProfile.STANDARD, "R0FAC0B");
        assertThat(events).containsExactly("write", "force", "X", "read", "force", "A0FAC0B1234");
    }

    @Test
    void theCourseProfileForcesToo() {
        serve(ServerProfile.COURSE, "W0FAC0B1234");
        assertThat(events).containsSubsequence("write", "force", "A0FAC0B1234");
        canForce = false;
        events.clear();
        serve(ServerProfile.COURSE, "R0FAC0B");
        assertThat(events).containsExactly("read", "force", "X");
        assertThat(exchanges.get(1).reply()).isEqualTo(WwepReply.refused());
    }

    private void serve(ServerProfile profile, String... script) {
        serve(store, profile, new ScriptedSocket(events::add, script));
    }

    private void serve(RegisterStore served, ServerProfile profile, Socket socket) {
        RequestHandler handler = new RequestHandler(served, profile, exchanges::add);
        Connection connection = new Connection(1, socket, handler, 30_000);
        ServerSettings settings = new ServerSettings(profile, 1, 30_000, 2_000, null);
        if (profile.isCourse()) {
            new CourseSession(connection, handler, settings).serve();
        } else {
            new StandardSession(connection, handler, settings).serve();
        }
    }
}
