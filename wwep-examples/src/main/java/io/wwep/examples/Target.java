package io.wwep.examples;

import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The server that a program uses: one named by the user, or the program's own, which is closed with it. */
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
     * Starts the program's own server. With TLS it presents the demo certificate.
     *
     * @param plain whether to add a plain route, which comes first
     * @param tls the clients' TLS; null for no TLS route
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

    /** Returns the routes to it, at least one. */
    List<Route> routes() {
        return routes;
    }

    /** Returns the addresses, with a remark if it is the program's own server. */
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
