package io.wwep.examples.lab;

import io.wwep.server.ServerProfile;
import java.util.List;
import java.util.Objects;

/**
 * What a lab knows at one moment.
 *
 * @param event the id of the last event whose change is included; 0 before the first
 * @param exchanges the newest exchanges, oldest first, at most 1,000
 * @param devices in the order of their ids
 * @param boards in the order in which they were opened
 * @param students devices that have a name, a board or a tick, in the order of their ids
 */
public record LabState(
        long event,
        Server server,
        Counts counts,
        List<ExchangeRow> exchanges,
        List<DeviceState> devices,
        List<BoardState> boards,
        List<StudentState> students) {

    /** Copies the lists. */
    public LabState {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(counts, "counts");
        exchanges = List.copyOf(exchanges);
        devices = List.copyOf(devices);
        boards = List.copyOf(boards);
        students = List.copyOf(students);
    }

    /**
     * The register server.
     *
     * @param plain the address and port for plain TCP, such as {@code 127.0.0.1:27708}
     * @param tls the address and port for TLS
     * @param course whether it behaves like a server of the course
     */
    public record Server(String plain, String tls, boolean course, ServerProfile profile) {

        /** Validates the components. */
        public Server {
            Objects.requireNonNull(plain, "plain");
            Objects.requireNonNull(tls, "tls");
            Objects.requireNonNull(profile, "profile");
        }
    }

    /**
     * Exact numbers since the lab was opened or reset, also of exchanges that no row shows.
     *
     * @param exchanges all exchanges
     * @param accepted those that were accepted
     * @param refused those that were answered {@code X}
     */
    public record Counts(long exchanges, long accepted, long refused) {}
}
