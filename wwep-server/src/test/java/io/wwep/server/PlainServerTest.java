package io.wwep.server;

import java.io.IOException;

class PlainServerTest extends WwepServerContract {

    @Override
    WwepServerBuilder listening(WwepServerBuilder builder) {
        return builder.plain(0);
    }

    @Override
    Peer connect(WwepServer server) throws IOException {
        return Peer.of(server);
    }
}
