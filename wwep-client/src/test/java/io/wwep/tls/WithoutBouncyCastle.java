package io.wwep.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;

/** A program for a separate JVM that prints the result of each step. */
final class WithoutBouncyCastle {

    private WithoutBouncyCastle() {}

    /**
     * Tries each key.
     *
     * @param args the port of a server that requests a certificate; the authority, the client's certificate and its
     *     keystore, and the keys to try
     */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        Path authority = Path.of(args[1]);
        Path certificate = Path.of(args[2]);
        WwepTls.trustingKeyStore(Path.of(args[3]), "changeit".toCharArray()).context();
        for (String key : Arrays.asList(args).subList(4, args.length)) {
            try {
                WwepTls tls = WwepTls.trusting(authority)
                        .alsoSystem()
                        .revocation(Revocation.SOFT)
                        .identity(certificate, Path.of(key), "sesame".toCharArray());
                talk(tls, port);
                System.out.println("talked with " + Path.of(key).getFileName());
            } catch (TlsMaterialException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    private static void talk(WwepTls tls, int port) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        try (SSLSocket socket = tls.over(plain, "wwep.local")) {
            socket.getOutputStream().write('W');
            if (socket.getInputStream().read() != 'W') {
                throw new IOException("no echo");
            }
        }
    }
}
