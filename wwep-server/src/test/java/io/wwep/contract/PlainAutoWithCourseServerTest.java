package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class PlainAutoWithCourseServerTest extends ClientServerContract {

    PlainAutoWithCourseServerTest() {
        super(Transport.PLAIN, ConnectionMode.AUTO, ServerProfile.COURSE);
    }
}
