package io.wwep.contract;

import io.wwep.client.ConnectionMode;
import io.wwep.server.ServerProfile;

class PlainAutoWithStandardServerTest extends ClientServerContract {

    PlainAutoWithStandardServerTest() {
        super(Transport.PLAIN, ConnectionMode.AUTO, ServerProfile.STANDARD);
    }
}
