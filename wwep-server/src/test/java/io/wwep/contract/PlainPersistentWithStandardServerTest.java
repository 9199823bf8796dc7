package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class PlainPersistentWithStandardServerTest extends ClientServerContract {

    PlainPersistentWithStandardServerTest() {
        super(ConnectionMode.PERSISTENT, ServerProfile.STANDARD);
    }
}
