package io.wwep.server;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class Tls13ServerTest extends WwepServerContract {

    @TempDir
    private Path folder;

    @Override
    WwepServerBuilder listening(WwepServerBuilder builder) {
        return builder.tls(0, TestTls.identity(folder));
    }

    @Override
    Peer connect(WwepServer server) throws IOException {
        return Peer.of(server, TestTls.TRUST.protocols("TLSv1.3"));
    }
}
