/**
 * TLS from PEM files: trust, identity, and explanations of what went wrong. Independent of WWEP. Start with {@link
 * io.wwep.tls.WwepTls} for clients, and with {@link io.wwep.tls.TlsIdentity} for servers.
 *
 * <pre>{@code
 * WwepTls tls = WwepTls.trusting(Path.of("root.pem"));
 * try (WwepClient client = WwepClient.create("wwep.local").tls(tls).connect()) {
 *     client.write(0x0FAC, 0x0B, 0x1234);
 * }
 * }</pre>
 */
@NullMarked
package io.wwep.tls;

import org.jspecify.annotations.NullMarked;
