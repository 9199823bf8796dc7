/**
 * A WWEP register server, to run or to embed in tests.
 *
 * <pre>{@code
 * try (WwepServer server = WwepServer.create().plain(0).start()) {
 *     // it listens on server.address()
 * }
 * }</pre>
 *
 * <p>Over TLS, alone or beside a plain port:
 *
 * <pre>{@code
 * WwepServer.create()
 *         .plain(27708)
 *         .tls(40508, TlsIdentity.of(Path.of("server.pem"), Path.of("server-key.pem")))
 *         .requireClientCertificates(WwepTls.trusting(Path.of("client-ca.pem")))   // if clients are to show who they are
 *         .start();
 * }</pre>
 *
 * <p>It speaks the protocol of chapter 6 of the WICED Wi-Fi 101 course, and on request behaves as
 * one of the course's own servers does: {@link io.wwep.server.ServerProfile}. It logs as {@code
 * io.wwep.server}: connections at DEBUG, messages at TRACE, what clients do wrong at INFO or WARN.
 */
@NullMarked
package io.wwep.server;

import org.jspecify.annotations.NullMarked;
