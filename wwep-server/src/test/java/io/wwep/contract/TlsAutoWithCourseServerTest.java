package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class TlsAutoWithCourseServerTest extends ClientServerContract {

    TlsAutoWithCourseServerTest() {
        super(Transport.TLS, ConnectionMode.AUTO, ServerProfile.COURSE);
    }
}
