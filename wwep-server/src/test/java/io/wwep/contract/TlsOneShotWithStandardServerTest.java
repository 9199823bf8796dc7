package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class TlsOneShotWithStandardServerTest extends ClientServerContract {

    TlsOneShotWithStandardServerTest() {
        super(Transport.TLS, ConnectionMode.ONE_SHOT, ServerProfile.STANDARD);
    }
}
