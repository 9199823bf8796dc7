package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class TlsOneShotWithCourseServerTest extends ClientServerContract {

    TlsOneShotWithCourseServerTest() {
        super(Transport.TLS, ConnectionMode.ONE_SHOT, ServerProfile.COURSE);
    }
}
