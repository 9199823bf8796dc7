package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class TlsPersistentWithStandardServerTest extends ClientServerContract {

    TlsPersistentWithStandardServerTest() {
        super(Transport.TLS, ConnectionMode.PERSISTENT, ServerProfile.STANDARD);
    }
}
