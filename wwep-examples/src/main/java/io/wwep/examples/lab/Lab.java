package io.wwep.examples.lab;

import io.wwep.examples.check.CheckReport;
import io.wwep.protocol.DeviceId;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A class with its register server: what devices send, boards that students press in a browser, and which exercises each student
 * has done.
 *
 * <p>It keeps the newest 1,000 exchanges, 500 devices and 200 boards. Registers that a {@linkplain LabSettings#store store} has
 * from earlier are shown once they are read or written, since a store cannot list them.
 *
 * <p>Thread-safe.
 */
public final class Lab implements AutoCloseable {

    /** The most boards at a time. */
    public static final int MAX_BOARDS = 200;

    private static final int MIN_PORT = 1_024;
    private static final int MAX_PORT = 65_535;

    private static final HexFormat WITH_COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    private final LabSettings settings;
    private final WwepServer server;
    private final LabRoutes routes;
    private final Senders senders;
    private final Recorder recorder;
    private final Map<String, Board> boards = new ConcurrentHashMap<>();
    private final StudentServers servers;
    private final AtomicInteger boardsOpened = new AtomicInteger();

    private Lab(LabSettings settings, WwepServer server, Senders senders, Recorder recorder) {
        this.settings = settings;
        this.server = server;
        this.senders = senders;
        this.recorder = recorder;
        this.servers = new StudentServers(
                (student, exercise) -> recorder.change(room -> room.tick(student, exercise, Instant.now())));
        this.routes = LabRoutes.to(server, settings);
    }

    /**
     * Opens a lab: reads the class file, if there is one, and starts the server.
     *
     * @param settings how it runs
     * @return the lab; the caller must close it
     * @throws ClassFileException if the class file cannot be read or is damaged
     * @throws IOException if a port cannot be opened
     */
    public static Lab open(LabSettings settings) throws IOException {
        Objects.requireNonNull(settings, "settings");
        ClassFile file = new ClassFile(settings.classFile());
        ClassProgress saved = file.read();
        Senders senders = new Senders();
        Recorder recorder = new Recorder(senders, settings.store(), file);
        recorder.change(room -> room.load(saved));
        WwepServer server = WwepServer.create()
                .bind(settings.bind())
                .plain(settings.port())
                .tls(settings.tlsPort(), settings.identity())
                .profile(settings.profile())
                .store(settings.store())
                .listener(recorder.intake()::add)
                .start();
        try {
            Lab lab = new Lab(settings, server, senders, recorder);
            recorder.start();
            return lab;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** {@return the register server, for its addresses and ports} Closing the lab closes it. */
    public WwepServer server() {
        return server;
    }

    /** {@return all that the lab knows, with the id of the last event that is included} */
    public LabState state() {
        LabState.Server shown = new LabState.Server(
                Exchanges.text(server.address()),
                Exchanges.text(server.tlsAddress()),
                settings.profile() != ServerProfile.STANDARD,
                settings.profile());
        return recorder.with(room -> room.state(shown, recorder.intake().counts()));
    }

    /**
     * Tells a listener of events from now on.
     *
     * @param listener called on one thread of the lab; must not block
     */
    public void listen(LabListener listener) {
        recorder.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Opens a board.
     *
     * @param mac its MAC address, whose octets add up to the device's id
     * @param name the student's name, 1 to 40 characters; also of the device if that has none
     * @return the board
     * @throws IllegalArgumentException if the MAC address or the name is invalid; the message is for the person who gave it
     * @throws LabFullException if there are {@value #MAX_BOARDS} boards
     */
    public synchronized Board openBoard(String mac, String name) {
        Objects.requireNonNull(mac, "mac");
        Objects.requireNonNull(name, "name");
        DeviceId device = DeviceId.ofMac(mac);
        String checked = Names.checked(name);
        if (checked.isEmpty()) {
            throw new IllegalArgumentException(
                    "the name is missing: give yours, so that the instructor finds your row");
        }
        if (boards.size() >= MAX_BOARDS) {
            throw new LabFullException(
                    "there are " + MAX_BOARDS + " boards already; ask the instructor to reset the lab");
        }
        byte[] octets = HexFormat.of().parseHex(mac.replaceAll("[:.-]", ""));
        String id = "b" + boardsOpened.incrementAndGet();
        Board board = new Board(id, device, checked, WITH_COLONS.formatHex(octets), recorder, senders, routes);
        boards.put(id, board);
        recorder.change(room -> room.open(board.state(), device));
        return board;
    }

    /** {@return the board with this id, such as {@code b1}; empty if there is none} */
    public Optional<Board> board(String id) {
        return Optional.ofNullable(boards.get(Objects.requireNonNull(id, "id")));
    }

    /**
     * Names a device.
     *
     * @param device need not have been seen yet
     * @param name at most 40 characters; empty to take the name away
     * @throws IllegalArgumentException if the name is too long or has control characters
     * @throws LabFullException if the lab keeps 500 devices with names
     */
    public void nameDevice(DeviceId device, String name) {
        Objects.requireNonNull(device, "device");
        String checked = Names.checked(Objects.requireNonNull(name, "name"));
        if (!recorder.with(room -> room.name(device, checked.isEmpty() ? null : checked))) {
            throw new LabFullException("the lab keeps " + Devices.MAX + " devices, and all have names; take one away");
        }
    }

    /**
     * Writes a register, for the instructor. It is no exchange: no student's progress depends on it.
     *
     * @param device the device that has the register
     * @param register 0 to 0xFF
     * @param value 0 to 0xFFFF
     * @throws IllegalArgumentException if a number is out of range
     * @throws LabFullException if the store is full
     * @throws UncheckedIOException if the store cannot be written
     */
    public void write(DeviceId device, int register, int value) {
        Objects.requireNonNull(device, "device");
        RegisterStore store = settings.store();
        try {
            if (!store.write(device, register, value)) {
                throw new LabFullException("the store has no room for another register");
            }
            store.force();
        } catch (IOException e) {
            throw new UncheckedIOException("the register could not be written: " + e.getMessage(), e);
        }
        recorder.change(room -> room.register(device, register, value));
    }

    /**
     * Checks a student's server, and ticks exercises 6.4, 6.5 and 6.7 off for the student. Takes 2 s to 7 s for a good server,
     * and up to about a minute.
     *
     * @param host the server's address
     * @param port its port, 1024 to 65535
     * @param tls whether it is a TLS port
     * @param student the student's device; null for the device that a client at this address last used
     * @return what was found
     * @throws IllegalArgumentException if the port is out of range, or the address is the lab's own
     * @throws LabFullException if too many checks run
     * @throws InterruptedException if this thread is interrupted
     */
    public CheckReport check(String host, int port, boolean tls, @Nullable DeviceId student)
            throws InterruptedException {
        Objects.requireNonNull(host, "host");
        if (port < MIN_PORT || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "port " + port + " is out of range: it must be " + MIN_PORT + " to " + MAX_PORT);
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the host of the server is not known; give its address", e);
        }
        if (isOwn(address, port)) {
            throw new IllegalArgumentException("port " + port + " is the lab's own server; give your server's port");
        }
        DeviceId known = student != null ? student : recorder.with(room -> senders.lastOf(address));
        return servers.check(address.getHostAddress(), port, tls, known);
    }

    private boolean isOwn(InetAddress address, int port) {
        return (port == server.port() || port == server.tlsPort()) && (address.isAnyLocalAddress() || isLocal(address));
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Forgets the students' names and progress, the exchanges, and the boards. The registers stay. */
    public synchronized void reset() {
        boards.values().forEach(Board::close);
        boards.clear();
        recorder.intake().reset();
        servers.reset();
        recorder.change(ClassRoom::reset);
    }

    /** {@return the names and ticks} */
    public ClassProgress progress() {
        return recorder.with(ClassRoom::progress);
    }

    /**
     * Replaces the names and ticks by saved ones.
     *
     * @throws IllegalArgumentException if a device or a name in it is invalid
     */
    public void restore(ClassProgress progress) {
        Objects.requireNonNull(progress, "progress");
        ClassProgress checked = ClassProgress.parse(progress.toJson());
        recorder.change(room -> room.restore(checked));
    }

    /** Stops the server, and saves the class's progress. */
    @Override
    public void close() {
        boards.values().forEach(Board::close);
        server.close();
        recorder.close();
    }
}
