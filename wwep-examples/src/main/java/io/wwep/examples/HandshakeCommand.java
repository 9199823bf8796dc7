package io.wwep.examples;

import io.wwep.examples.certs.ReasonText;
import io.wwep.examples.handshake.HandshakeEnd;
import io.wwep.examples.handshake.HandshakeEnd.SystemTrustVerdict;
import io.wwep.examples.handshake.HandshakeSettings;
import io.wwep.examples.handshake.HandshakeStep;
import io.wwep.examples.handshake.ObservedHandshake;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.tls.TlsMaterialException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Section 6.5 of the course: shows a TLS handshake step by step. */
@Command(
        name = "handshake",
        description = {
            "Show the TLS handshake with a server, step by step, as described in section 6.5 of the course.",
            "",
            "Each step is shown as it happens, with the board's call for it. At the end it says what would have happened"
                    + " without --ca. It sends no WWEP request."
        },
        exitCodeList = {
            "0:the handshake is complete",
            "2:bad usage, or a file that cannot be used",
            "3:no connection to the server",
            "5:the handshake failed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep handshake 127.0.0.1:40508 --ca certs/wwep-demo-root-ca.pem",
            "  ./wwep handshake www.example.com:443 --tls-version 1.2"
        })
final class HandshakeCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Screen screen;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            paramLabel = "HOST[:PORT]",
            converter = HostPortConverter.class,
            description = "The server. Default port: 40508.")
    private HostPort server = new HostPort("", 0);

    @Option(
            names = "--tls-version",
            paramLabel = "VERSION",
            converter = TlsVersion.class,
            description = "Offer only this version of TLS, 1.2 or 1.3. Default: both.")
    private @Nullable String version;

    @ArgGroup(exclusive = false, heading = "%nTLS:%n")
    private TrustOptions trust = new TrustOptions();

    /** Converts 1.2 or 1.3 into the JDK's name. */
    static final class TlsVersion implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            if (!text.equals("1.2") && !text.equals("1.3")) {
                throw new TypeConversionException("'" + text + "' is not a version of TLS: give 1.2 or 1.3");
            }
            return "TLSv" + text;
        }
    }

    HandshakeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws WwepException {
        HandshakeSettings settings = new HandshakeSettings(
                server.toString(),
                server.host(),
                trust.withoutName(),
                trust.hasAuthorities(),
                trust.hasIdentity(),
                trust.expectedName(),
                version,
                LIMIT);
        StepTexts texts = new StepTexts(screen, SystemTerminal.outputWidth());
        HandshakeEnd end = shakeHands(settings, texts);
        screen.emptyLine();
        conclude(end.systemTrust(), texts);
        if (end.failure() != null) {
            throw end.failure();
        }
        return ExitCode.ACCEPTED;
    }

    private HandshakeEnd shakeHands(HandshakeSettings settings, StepTexts texts) throws WwepException {
        long start = System.nanoTime();
        Socket socket = PlainConnection.to(server, null);
        try {
            screen.line(screen.heading("The TLS handshake with " + server));
            screen.emptyLine();
            return ObservedHandshake.over(socket, settings, start, new StepLines(texts)::show);
        } catch (TlsMaterialException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new WwepConnectException("the connection to " + server + " was closed: " + e, e, Phase.CONNECT);
        } finally {
            PlainConnection.close(socket);
        }
    }

    private void conclude(SystemTrustVerdict bySystem, StepTexts texts) {
        screen.line(screen.heading("Without --ca"));
        boolean own = trust.hasAuthorities();
        String who = own ? "This client would trust this system's " : "This client trusts this system's ";
        String system = who + bySystem.authorities() + " authorities and ";
        if (!bySystem.available()) {
            texts.text("Unknown: the handshake ended before the server's certificates were checked.");
        } else if (bySystem.refusal() == null) {
            texts.text(system + (own ? "accept" : "accepts") + " this server: its certificate leads to one of them.");
        } else if (own) {
            texts.text(system + "end the handshake: " + reason(bySystem.refusal()) + ".");
        } else {
            texts.text(system + "has ended the handshake.");
        }
        texts.text("A client that checks nothing takes any server for the right one: see ./wwep mitm.");
    }

    /** Returns why the system's trust rejects a server, without the advice: it is about another trust than this run's. */
    private String reason(String refusal) {
        return ReasonText.withoutAdvice(new MessageRewriter(command).of(refusal));
    }

    /** Prints steps, each with the course's if that is another than the last one. */
    private static final class StepLines {

        private final StepTexts texts;
        private String course = "";

        StepLines(StepTexts texts) {
            this.texts = texts;
        }

        void show(HandshakeStep step) {
            List<String> paragraphs = new ArrayList<>();
            if (!step.course().isEmpty() && !step.course().equals(course)) {
                course = step.course();
                paragraphs.add("On the board: step " + course);
            }
            paragraphs.addAll(step.details());
            texts.step(step.title(), paragraphs);
        }
    }
}
