package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class TlsPersistentWithCourseServerTest extends ClientServerContract {

    TlsPersistentWithCourseServerTest() {
        super(Transport.TLS, ConnectionMode.PERSISTENT, ServerProfile.COURSE);
    }
}
