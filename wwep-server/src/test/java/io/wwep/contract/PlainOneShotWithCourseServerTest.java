package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class PlainOneShotWithCourseServerTest extends ClientServerContract {

    PlainOneShotWithCourseServerTest() {
        super(Transport.PLAIN, ConnectionMode.ONE_SHOT, ServerProfile.COURSE);
    }
}
