package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class PlainAutoWithStandardServerTest extends ClientServerContract {

    PlainAutoWithStandardServerTest() {
        super(ConnectionMode.AUTO, ServerProfile.STANDARD);
    }
}
