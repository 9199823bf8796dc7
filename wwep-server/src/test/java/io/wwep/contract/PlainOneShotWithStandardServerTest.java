package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class PlainOneShotWithStandardServerTest extends ClientServerContract {

    PlainOneShotWithStandardServerTest() {
        super(Transport.PLAIN, ConnectionMode.ONE_SHOT, ServerProfile.STANDARD);
    }
}
