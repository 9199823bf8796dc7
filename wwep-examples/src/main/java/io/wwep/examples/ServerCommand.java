package io.wwep.examples;

import io.wwep.examples.capture.CaptureFile;
import io.wwep.examples.input.HandshakeLimit;
import io.wwep.protocol.WwepPorts;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import io.wwep.server.WwepServerBuilder;
import io.wwep.server.store.RegisterStore;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exercises 6.4, 6.5 and 6.7: a register server, plain, over TLS or both, which prints its exchanges. */
@Command(
        name = "server",
        description = {
            "Run a WWEP server, and show each exchange. Registers are kept in memory unless --data or --store is"
                    + " given.",
            "",
            "Ctrl-C stops it: it answers what has arrived, then prints the totals. Under load the table skips"
                    + " exchanges and shows how many."
        },
        exitCodeList = {
            "2:bad usage, or a file that cannot be used",
            "3:no port to listen on, or no Redis",
            "130:stopped by Ctrl-C (SIGINT)",
            "143:stopped by SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep server                        on port 27708, for this machine only",
            "  ./wwep server --bind 0.0.0.0         reachable from the network",
            "  ./wwep server --port 0 --course      any free port, as in exercise 6.4",
            "  ./wwep server --data registers.wwep  keep the registers in a file",
            "  ./wwep server --tls-port 40508       only TLS, with the demo certificate",
            "  ./wwep server --port 27708 --tls-port 40508 --cert cert.pem --key key.pem"
        })
final class ServerCommand implements Callable<Integer> {

    /** The time for exchanges in flight to be answered on shutdown. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(3);

    private final Screen screen;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortNumber.ToListenOn.class,
            description = "The plain port to listen on, 1 to 65535; 0 picks a free one. Default: 27708, or none with"
                    + " --tls-port.")
    private @Nullable Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 or :: for all"
                    + " networks. Default: ${DEFAULT-VALUE}.")
    private String bind = "";

    @Option(
            names = "--course",
            paramLabel = "6.4|6.7",
            arity = "0..1",
            fallbackValue = "6.4",
            converter = CourseProfileConverter.class,
            description = "Behave like a server of the course: one connection at a time with one exchange each,"
                    + " replies after 100 ms, up to 3 s of waiting for the client to close, at most 401 registers, X"
                    + " followed by a reason. The reason is worded as in exercise 6.4, the default, or 6.7.")
    private ServerProfile profile = ServerProfile.STANDARD;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "1024",
            description = "The maximum number of open connections; more are refused. Default: ${DEFAULT-VALUE}.")
    private int maxConnections;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show only the ports and, at the end, the totals.")
    private boolean quiet;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "Append every exchange to this file, each on a line with its time (UTC). Warnings go to"
                    + " standard error.")
    private @Nullable Path log;

    @Mixin
    private final CaptureOption pcap = new CaptureOption();

    @ArgGroup(heading = "%nWhere to keep the registers; default: in memory:%n")
    private ServerStoreOptions store = new ServerStoreOptions();

    @ArgGroup(
            exclusive = false,
            heading = "%nTLS; without --cert and --key the server presents the demo certificate:%n")
    private ServerTlsOptions tls = new ServerTlsOptions();

    ServerCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        InetAddress address = BindAddress.of("--bind", bind);
        ExchangeTable table = new ExchangeTable(tls.requiresClients());
        RegisterStore registers = store.open();
        CountDownLatch outputLost = new CountDownLatch(1);
        ServerConsole console;
        CaptureFile capture = null;
        WwepServer server;
        long started = System.nanoTime();
        try {
            ExchangeLog exchanges = log == null ? null : ExchangeLog.open(screen, log);
            console = new ServerConsole(screen, table, quiet, exchanges, outputLost::countDown);
            capture = pcap.open(screen);
            server = start(address, console, registers, capture);
        } catch (IOException | RuntimeException e) {
            close(capture);
            store.close();
            throw e;
        }
        CaptureFile opened = capture;
        Runnable end = () -> {
            server.close(SHUTDOWN_TIMEOUT);
            close(opened);
            close(store::close);
            console.end(server.statistics(), Duration.ofNanos(System.nanoTime() - started));
        };
        Thread shutdownHook = new Thread(() -> endQuietly(end), "wwep-server-end");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            outputLost.await();
        } catch (InterruptedException e) {
            // An interrupt stops the server, as Ctrl-C does.
        }
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
        end.run();
        return ExitCode.ACCEPTED;
    }

    /** Runs while a signal ends the process with the signal's exit code. */
    private static void endQuietly(Runnable end) {
        try {
            end.run();
        } catch (OutputLostException e) {
            // The reader of the output is gone, often because of the same Ctrl-C.
        }
    }

    private void close(@Nullable Closeable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (IOException e) {
            screen.failure(e);
        }
    }

    private WwepServer start(
            InetAddress address, ServerConsole console, RegisterStore registers, @Nullable CaptureFile capture)
            throws IOException {
        boolean plain = port != null || !tls.isGiven();
        WwepServer server = BadUsageException.ifInvalid(() -> {
                    // tag::server[]
                    WwepServerBuilder builder = WwepServer.create()
                            .bind(address)
                            .profile(profile)
                            .maxConnections(maxConnections)
                            .handshakeTimeout(HandshakeLimit.TIME)
                            .store(registers);
                    if (console.needsExchanges()) {
                        builder.listener(console::exchanged);
                    }
                    tls.applyTo(builder, port);
                    // end::server[]
                    if (capture != null) {
                        builder.wire(capture.ofServers());
                    }
                    return plain ? builder.plain(port == null ? WwepPorts.PLAIN : port) : builder;
                })
                .start();
        screen.line("listening on " + (plain ? HostPort.of(server.address()) : "")
                + (plain && tls.isGiven() ? " and " : "")
                + (tls.isGiven() ? HostPort.of(server.tlsAddress()) + " with TLS" : ""));
        store.place().ifPresent(screen::line);
        if (tls.isDemo()) {
            showDemoMaterial(server.tlsPort());
        }
        pcap.explainPorts(screen, ports(server, plain));
        console.start();
        return server;
    }

    private List<Integer> ports(WwepServer server, boolean plain) {
        List<Integer> ports = new ArrayList<>();
        if (plain) {
            ports.add(server.port());
        }
        if (tls.isGiven()) {
            ports.add(server.tlsPort());
        }
        return ports;
    }

    private void showDemoMaterial(int tlsPort) {
        screen.line("presents " + DemoMaterial.serverCertificate() + ", which is for demonstrations only: its key is"
                + " public");
        screen.line("to read from it: " + Launcher.command() + " read --tls --ca "
                + ShellText.quoted(DemoMaterial.authority()) + " --port " + tlsPort
                + (tls.requiresClients() ? " --cert FILE --key FILE" : "") + " 0FAC 0B");
    }
}
