package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class TlsAutoWithStandardServerTest extends ClientServerContract {

    TlsAutoWithStandardServerTest() {
        super(Transport.TLS, ConnectionMode.AUTO, ServerProfile.STANDARD);
    }
}
