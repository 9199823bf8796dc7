package io.wwep.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The certificate commands: section 6.6 of the course. */
@Command(
        name = "certs",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Make, request, sign, show, explain, fetch and convert certificates and keys for TLS.",
            "",
            "A certificate names a server or client and is signed by an authority (CA). A program that trusts the"
                    + " authority's certificate trusts every certificate it signed. The private key of a certificate"
                    + " proves ownership and stays secret."
        },
        exitCodeList = {"0:help was shown", "2:bad usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wwep certs create --ca --out mine          for a server and clients",
            "  ./wwep certs request --name NAME --out mine  for an external authority to sign",
            "  ./wwep certs show certs/course-like.pem      what a file contains",
            "  ./wwep certs show wwep.local:40508           what a server presents",
            "  ./wwep certs explain certs/course-like.pem   how it is checked",
            "  ./wwep certs fetch wwep.local --out ca.pem   save it",
            "  ./wwep certs convert ca.cer ca.pem           DER to PEM, or back"
        })
final class CertsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.ACCEPTED;
    }
}
