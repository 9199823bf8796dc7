package io.wwep.examples;

import io.wwep.examples.lab.ClassFileException;
import io.wwep.examples.lab.Lab;
import io.wwep.examples.lab.LabSettings;
import io.wwep.examples.lab.web.LabServer;
import io.wwep.examples.lab.web.LabServerSettings;
import io.wwep.pki.CertificateName;
import io.wwep.protocol.WwepPorts;
import io.wwep.server.ServerProfile;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exercises 6.1 to 6.7 for a class: a register server with a page that shows what arrives. */
@Command(
        name = "lab",
        description = {
            "Run a WWEP server for a class, plain and over TLS, with a page that shows each exchange, the devices, and who"
                    + " has done which exercise. Students without a board open one on the page.",
            "",
            "Only this machine reaches it unless --bind and --web-bind say otherwise. Then the lab creates an authority (CA)"
                    + " of its own, whose certificate the page offers, and only the instructor's link can be used to"
                    + " name devices, write registers, export and reset.",
            "",
            "Ctrl-C stops it, and saves the class if --class is given."
        },
        exitCodeList = {
            "2:bad usage, or a file that cannot be used",
            "3:no port to listen on, or no Redis",
            "130:stopped by Ctrl-C (SIGINT)",
            "143:stopped by SIGTERM"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep lab                                    for this machine only",
            "  ./wwep lab --bind 0.0.0.0 --web-bind 0.0.0.0  for a class on a network",
            "  ./wwep lab --class monday.json --data registers.wwep",
            "  ./wwep lab --course                           a server as in exercise 6.4"
        })
final class LabCommand implements Callable<Integer> {

    private static final int MIN_TOKEN = 16;
    private static final int MAX_TOKEN = 128;

    private final Screen screen;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + WwepPorts.PLAIN,
            converter = PortNumber.ToListenOn.class,
            description = "The plain port to listen on, 1 to 65535; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            defaultValue = "" + WwepPorts.TLS,
            converter = PortNumber.ToListenOn.class,
            description = "The TLS port to listen on, 1 to 65535; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private int tlsPort;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on for WWEP: 127.0.0.1 for this machine only, 0.0.0.0 or :: for all"
                    + " networks. Default: ${DEFAULT-VALUE}.")
    private String bind = "";

    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = PortNumber.ToListenOn.class,
            description = "The port of the page, 1 to 65535; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private int webPort;

    @Option(
            names = "--web-bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on for the page. Default: ${DEFAULT-VALUE}.")
    private String webBind = "";

    @Option(
            names = "--web-name",
            paramLabel = "NAME",
            converter = NewKeyOptions.NameConverter.class,
            description =
                    "A host name of this machine, for browsers that are to open the page by it. Others than this and"
                            + " the machine's addresses are refused.")
    private @Nullable CertificateName webName;

    @Option(
            names = "--course",
            paramLabel = "6.4|6.7",
            arity = "0..1",
            fallbackValue = "6.4",
            converter = CourseProfileConverter.class,
            description = "Behave like a server of the course: see the server command.")
    private ServerProfile profile = ServerProfile.STANDARD;

    @Option(
            names = "--class",
            paramLabel = "FILE",
            description = "Keep the students' names and progress in this file, which is created if it is missing.")
    private @Nullable Path classFile;

    @Option(
            names = "--instructor-token",
            paramLabel = "TOKEN",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Make whoever has this token the instructor, 16 to 128 letters, digits, - and _. Without a value,"
                            + " and for a page beyond this machine, the lab makes one up. Default: everybody on this machine is"
                            + " the instructor.")
    private @Nullable String token;

    @ArgGroup(heading = "%nWhere to keep the registers; default: in memory:%n")
    private ServerStoreOptions store = new ServerStoreOptions();

    LabCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        PortNumber.refuseTheSame(port, tlsPort);
        InetAddress address = BindAddress.of("--bind", bind);
        InetAddress webAddress = BindAddress.of("--web-bind", webBind);
        @Nullable String instructors = instructorToken(webAddress);
        Deque<Closing> opened = new ArrayDeque<>();
        Runnable end = () -> close(opened);
        try {
            start(address, webAddress, instructors, opened);
        } catch (IOException | RuntimeException e) {
            close(opened);
            throw e;
        }
        Thread shutdownHook = new Thread(end, "wwep-lab-end");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // An interrupt stops the lab, as Ctrl-C does.
        }
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
        end.run();
        return ExitCode.ACCEPTED;
    }

    /** What ends with the lab. */
    private interface Closing {

        void close() throws IOException;
    }

    private void close(Deque<Closing> opened) {
        for (Closing each : opened) {
            try {
                each.close();
            } catch (IOException | RuntimeException e) {
                screen.failure(e);
            }
        }
    }

    private @Nullable String instructorToken(InetAddress webAddress) {
        if (token == null && webAddress.isLoopbackAddress()) {
            return null;
        }
        if (token == null || token.isEmpty()) {
            return LabServerSettings.newToken();
        }
        if (!token.matches("[A-Za-z0-9_-]{" + MIN_TOKEN + "," + MAX_TOKEN + "}")) {
            throw new BadUsageException("--instructor-token: give " + MIN_TOKEN + " to " + MAX_TOKEN
                    + " letters, digits, - and _, or no value to have one made up");
        }
        return token;
    }

    private void start(InetAddress address, InetAddress webAddress, @Nullable String instructors, Deque<Closing> opened)
            throws IOException {
        boolean isLocal = address.isLoopbackAddress() && webAddress.isLoopbackAddress();
        LabCertificates certificates = isLocal ? LabCertificates.demo() : LabCertificates.ownFor(names(address));
        opened.push(certificates::close);
        RegisterStore registers = store.open();
        opened.push(store::close);
        Lab lab = open(new LabSettings(
                address,
                port,
                tlsPort,
                certificates.identity(),
                certificates.trust(),
                LabCertificates.SERVER_NAME,
                profile,
                registers,
                classFile));
        opened.push(lab::close);
        LabServer page = LabServer.start(
                lab,
                new LabServerSettings(
                        webAddress,
                        webPort,
                        webName == null ? null : webName.text(),
                        instructors,
                        certificates.authority()));
        opened.push(page::close);
        screen.line("listening on " + HostPort.of(lab.server().address()) + " and "
                + HostPort.of(lab.server().tlsAddress()) + " with TLS");
        store.place().ifPresent(screen::line);
        if (classFile != null) {
            screen.line("keeps the class in " + classFile);
        }
        showPage(page.address().getPort(), webAddress, instructors);
    }

    private static Lab open(LabSettings settings) throws IOException {
        try {
            return Lab.open(settings);
        } catch (ClassFileException e) {
            throw new BadUsageException("--class: " + e.getMessage());
        }
    }

    private void showPage(int pagePort, InetAddress webAddress, @Nullable String instructors) throws IOException {
        List<String> hosts = new ArrayList<>();
        if (webName != null) {
            hosts.add(webName.text());
        }
        hosts.addAll(addresses(webAddress));
        for (String host : hosts) {
            screen.line("page: http://" + new HostPort(host, pagePort) + "/");
        }
        if (instructors != null) {
            screen.line("instructor: http://" + new HostPort(hosts.get(0), pagePort) + "/#instructor=" + instructors);
        }
    }

    /** Returns the names by which clients may know the server. */
    private List<String> names(InetAddress address) throws IOException {
        Stream<String> all = Stream.concat(Stream.of("127.0.0.1", "::1"), addresses(address).stream());
        return Stream.concat(all, Stream.ofNullable(webName).map(CertificateName::text))
                .distinct()
                .toList();
    }

    /** Returns the addresses at which others reach a socket that is bound to this one. */
    private static List<String> addresses(InetAddress bound) throws IOException {
        if (!bound.isAnyLocalAddress()) {
            return List.of(bound.getHostAddress());
        }
        List<String> all = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                .map(InetAddress::getHostAddress)
                .map(each -> each.replaceFirst("%.*", ""))
                .sorted()
                .toList();
        return all.isEmpty() ? List.of(InetAddress.getLoopbackAddress().getHostAddress()) : all;
    }
}
