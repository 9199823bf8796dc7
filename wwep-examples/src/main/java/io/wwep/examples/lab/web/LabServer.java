package io.wwep.examples.lab.web;

import io.wwep.examples.lab.Lab;
import io.wwep.examples.lab.LabEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Serves a lab's page over HTTP: one thread for all connections and event streams, and a few for what waits, such as a board's
 * exchange. Thread-safe.
 */
public final class LabServer implements AutoCloseable {

    private final Workers workers;
    private final HttpService service;
    private final InetSocketAddress address;

    private LabServer(Workers workers, HttpService service, InetSocketAddress address) {
        this.workers = workers;
        this.service = service;
        this.address = address;
    }

    /**
     * Starts to serve.
     *
     * @param lab the lab; the caller closes it, after this server
     * @param settings how it is served
     * @return the server; the caller must close it
     * @throws IOException if the port is taken, or the address is not of this machine
     */
    public static LabServer start(Lab lab, LabServerSettings settings) throws IOException {
        Objects.requireNonNull(lab, "lab");
        Objects.requireNonNull(settings, "settings");
        // A page that comes back after a restart must not take the new lab's events for those that it missed.
        long firstEvent = System.currentTimeMillis();
        Workers workers = new Workers();
        Sessions sessions = new Sessions(settings.token());
        HttpService service = new HttpService(firstEvent + lab.state().event());
        LabRequests requests = new LabRequests(lab, settings, sessions, workers, firstEvent);
        try {
            InetSocketAddress address = service.listen(
                    new InetSocketAddress(settings.bind(), settings.port()),
                    requests.routes(),
                    new HostCheck(settings.name()),
                    sessions);
            lab.listen(events -> {
                for (LabEvent event : events) {
                    LabJson.Sent sent = LabJson.event(event);
                    service.streams().publish(firstEvent + event.id(), sent.type(), sent.data());
                }
            });
            return new LabServer(workers, service, address);
        } catch (IOException | RuntimeException e) {
            service.close();
            workers.close();
            throw e;
        }
    }

    /** {@return the address and port of the page} */
    public InetSocketAddress address() {
        return address;
    }

    /** Closes all connections, and waits until its threads have ended. */
    @Override
    public void close() {
        workers.close();
        service.close();
    }
}
