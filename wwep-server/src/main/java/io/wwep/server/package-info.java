/**
 * A WWEP register server, standalone or embedded in a program.
 *
 * <pre>{@code
 * try (WwepServer server = WwepServer.create().plain(0).start()) {
 *     // listening on server.address()
 * }
 * }</pre>
 *
 * <p>Over TLS, alone or in addition to a plain port:
 *
 * <pre>{@code
 * WwepServer.create()
 *         .plain(27708)
 *         .tls(40508, TlsIdentity.of(Path.of("server.pem"), Path.of("server-key.pem")))
 *         .requireClientCertificates(WwepTls.trusting(Path.of("client-ca.pem")))   // to require client certificates
 *         .start();
 * }</pre>
 *
 * <p>The server implements the protocol of chapter 6 of the WICED Wi-Fi 101 course. It can also behave like one of the
 * course's own servers: see {@link io.wwep.server.ServerProfile}. It logs to {@code io.wwep.server}: connections at
 * DEBUG, messages at TRACE, problems with clients at INFO or WARN.
 */
@NullMarked
package io.wwep.server;

import org.jspecify.annotations.NullMarked;
