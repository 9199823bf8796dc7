package io.wwep.examples;

import io.wwep.examples.certs.CertificateReport;
import io.wwep.examples.certs.ReasonText;
import io.wwep.examples.mitm.Attack;
import io.wwep.examples.mitm.AttackedConnection;
import io.wwep.examples.mitm.AttackedConnection.ClientExchange;
import io.wwep.examples.mitm.AttackedConnection.Protection;
import io.wwep.examples.mitm.Interception;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.Exchange;
import io.wwep.tls.Certificates;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Section 6.5 of the course: shows what a man in the middle can do, and what stops him. */
@Command(
        name = "mitm",
        description = {
            "See what a man in the middle can do, and what stops him, as described in section 6.5 of the course.",
            "",
            "Starts a server, a man in the middle and a client, all on this machine, so it cannot be used to attack anyone."
                    + " The client writes a register and reads it again, over plain TCP, over TLS without a check of the"
                    + " server's certificate, and over TLS with one."
        },
        exitCodeList = {"0:shown", "2:bad usage, or the demo certificates cannot be used", "3:a port cannot be opened"},
        footerHeading = "%nExample:%n",
        footer = "  ./wwep mitm")
final class MitmCommand implements Callable<Integer> {

    private static final String ROW = "%-11s  %-13s  %-11s  %-11s  %-11s";

    private final Screen screen;

    @Spec
    private CommandSpec command = CommandSpec.create();

    MitmCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        X509Certificate genuine =
                Certificates.read(DemoMaterial.serverCertificate()).get(0);
        Attack attack = new Attack(DemoMaterial.server(), genuine, DemoMaterial.trust());
        StepTexts texts = new StepTexts(screen, SystemTerminal.outputWidth());
        screen.line(screen.heading("A client, a server, and a man in the middle between them"));
        texts.text(
                "The client writes a register and reads it again. It connects to the man's port instead of the server's, as"
                        + " if he had changed the DNS entry or ran the Wi-Fi.");
        for (Protection protection : Protection.values()) {
            screen.emptyLine();
            screen.line(screen.heading(heading(protection)));
            show(attack.on(protection), attack.certificate(), genuine, texts);
        }
        screen.emptyLine();
        texts.text("Encryption alone keeps nobody out: a client must also know whom it is talking to. On the board"
                + " wiced_tls_init_root_ca_certificates does that; for ./wwep it is --ca, and in Java"
                + " a WwepTls that trusts the authority.");
        return ExitCode.ACCEPTED;
    }

    private static String heading(Protection protection) {
        return switch (protection) {
            case NONE -> "Plain TCP";
            case UNVERIFIED -> "TLS, but the client does not check who the server is";
            case VERIFIED -> "TLS, and the client trusts only the server's authority";
        };
    }

    private void show(AttackedConnection seen, X509Certificate copy, X509Certificate genuine, StepTexts texts) {
        switch (seen.protection()) {
            case NONE -> texts.step("The client connects to the man", List.of("TCP does not show who answers."));
            case UNVERIFIED ->
                texts.step(
                        "The man has made a certificate that looks like the server's",
                        List.of(
                                "The server's: " + names(genuine) + ", signed by " + CertificateReport.issuer(genuine)
                                        + ".",
                                "The man's: " + names(copy) + ", signed by " + signer(copy)
                                        + ". He can copy the names, but not the authority's signature."));
            case VERIFIED ->
                texts.step(
                        "The man shows the same certificate",
                        List.of("It is signed by " + signer(copy) + ". The client trusts only what "
                                + CertificateReport.issuer(genuine) + " has signed."));
        }
        WwepException failure = seen.failure();
        if (failure == null) {
            exchanges(seen, texts);
        } else {
            rejected(seen, failure, texts);
        }
    }

    private static String names(X509Certificate certificate) {
        return CertificateReport.subject(certificate) + " for " + String.join(", ", Certificates.names(certificate));
    }

    private static String signer(X509Certificate certificate) {
        return Certificates.isSelfSigned(certificate) ? "itself" : CertificateReport.issuer(certificate);
    }

    private void exchanges(AttackedConnection seen, StepTexts texts) {
        if (seen.protection() == Protection.UNVERIFIED) {
            texts.step(
                    "The handshake is complete, with the man",
                    List.of(
                            "The client accepts any certificate and only logs a warning. Everything is encrypted, but only"
                                    + " as far as the man, who opens his own connection to the server."));
        }
        texts.step("He reads and changes what passes", List.of());
        texts.row(screen.heading(
                String.format(ROW, "client sent", "man passed on", "server got", "server said", "client got")));
        for (int row = 0; row < seen.client().size(); row++) {
            texts.row(String.format(
                    ROW,
                    cell(seen.client(), row, ClientExchange::request),
                    cell(seen.man(), row, Interception::forwarded),
                    cell(seen.server(), row, Exchange::message),
                    cell(seen.server(), row, Exchange::reply),
                    cell(seen.client(), row, ClientExchange::reply)));
        }
        texts.step("What each of them knows", List.of(client(seen), server(seen)));
    }

    private static <T> String cell(List<T> rows, int row, Function<T, Object> column) {
        return row < rows.size() ? column.apply(rows.get(row)).toString() : "nothing";
    }

    private static String client(AttackedConnection seen) {
        ClientExchange first = seen.client().get(0);
        ClientExchange last = seen.client().get(seen.client().size() - 1);
        return "The client wrote " + value(first.request()) + " and read " + value(last.reply()) + ": "
                + (value(first.request()).equals(value(last.reply()))
                        ? "it sees nothing wrong."
                        : "it can see that something is wrong.");
    }

    private static String server(AttackedConnection seen) {
        Exchange last = seen.server().get(seen.server().size() - 1);
        return "The server has " + value(last.reply()) + " in that register, and takes that for the client's wish.";
    }

    private static String value(WwepRequest request) {
        return request instanceof WwepRequest.Write write ? hexadecimal(write.value()) : request.toString();
    }

    private static String value(WwepReply reply) {
        return reply instanceof WwepReply.Accepted accepted ? hexadecimal(accepted.value()) : reply.toString();
    }

    private static String hexadecimal(int value) {
        return String.format(Locale.ROOT, "%04X", value);
    }

    private void rejected(AttackedConnection seen, WwepException failure, StepTexts texts) {
        texts.step("The client ends the handshake", List.of("Its reason: " + reason(failure) + "."));
        texts.step(
                "What each of them knows",
                List.of(
                        "The client has sent " + count(seen.client().size())
                                + ", and knows why: that is not its server.",
                        "The man has read " + count(seen.man().size())
                                + (seen.rejected() ? ": the client has ended the handshake with him." : "."),
                        "The server has received " + count(seen.server().size()) + "."));
    }

    /** Returns why a client did not connect, without the advice, which is for a server that is the right one all the same. */
    private String reason(WwepException failure) {
        return ReasonText.withoutAdvice(new MessageRewriter(command).of(failure));
    }

    private static String count(int requests) {
        return requests == 0 ? "no request" : requests == 1 ? "1 request" : requests + " requests";
    }
}
