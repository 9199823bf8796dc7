package io.wwep.examples;

import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The server that a program talks to: one named by the user, or one of its own, which ends with it. */
final class Target implements AutoCloseable {

    private final List<Route> routes;
    private final @Nullable WwepServer own;

    private Target(List<Route> routes, @Nullable WwepServer own) {
        this.routes = List.copyOf(routes);
        this.own = own;
    }

    static Target remote(Route... routes) {
        return new Target(List.of(routes), null);
    }

    /**
     * A server of the program's own. With TLS it shows the demo certificate.
     *
     * @param plain whether there is a plain route to it, which comes first
     * @param tls how to speak TLS with it; null if there is no such route
     */
    static Target own(boolean plain, @Nullable WwepTls tls) throws IOException {
        WwepServerBuilder builder = WwepServer.create();
        if (plain) {
            builder.plain(0);
        }
        if (tls != null) {
            builder.tls(0, DemoMaterial.server());
        }
        WwepServer server = builder.start();
        List<Route> routes = new ArrayList<>();
        if (plain) {
            routes.add(new Route(HostPort.of(server.address()), null));
        }
        if (tls != null) {
            routes.add(new Route(HostPort.of(server.tlsAddress()), tls));
        }
        return new Target(routes, server);
    }

    /** The ways to it, at least one. */
    List<Route> routes() {
        return routes;
    }

    /** The addresses, and whose server it is if it is the program's own. */
    @Override
    public String toString() {
        String ways = routes.stream().map(Route::toString).collect(Collectors.joining(" and "));
        return own == null ? ways : ways + " (no --host was given: this program's own server)";
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
