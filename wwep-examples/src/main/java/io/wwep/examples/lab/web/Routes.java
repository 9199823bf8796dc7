package io.wwep.examples.lab.web;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.TreeSet;

/** Finds the route of a request. */
final class Routes {

    /** A route, and the parameters that it found in the path. */
    record Match(Route route, List<String> parameters) {}

    private final List<Route> routes;

    Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /**
     * Finds the route.
     *
     * @param path the path, without a query
     * @throws RefusedException if there is no such path, or it has no such method
     */
    Match find(HttpMethod method, String path) throws RefusedException {
        HttpMethod wanted = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        TreeSet<String> others = new TreeSet<>();
        for (Route route : routes) {
            List<String> parameters = route.match(path).orElse(null);
            if (parameters != null) {
                if (route.method().equals(wanted)) {
                    return new Match(route, parameters);
                }
                others.add(route.method().name());
            }
        }
        if (others.isEmpty()) {
            throw new RefusedException(HttpResponseStatus.NOT_FOUND, "there is nothing at this path");
        }
        throw new RefusedException(
                HttpResponseStatus.METHOD_NOT_ALLOWED, "this path has only " + String.join(" and ", others));
    }
}
