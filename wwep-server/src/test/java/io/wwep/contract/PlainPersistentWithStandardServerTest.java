package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class PlainPersistentWithStandardServerTest extends ClientServerContract {

    PlainPersistentWithStandardServerTest() {
        super(Transport.PLAIN, ConnectionMode.PERSISTENT, ServerProfile.STANDARD);
    }
}
