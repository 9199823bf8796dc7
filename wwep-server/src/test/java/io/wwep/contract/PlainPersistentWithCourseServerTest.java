package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class PlainPersistentWithCourseServerTest extends ClientServerContract {

    PlainPersistentWithCourseServerTest() {
        super(Transport.PLAIN, ConnectionMode.PERSISTENT, ServerProfile.COURSE);
    }
}
