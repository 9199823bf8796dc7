/**
 * A WWEP server for tests of programs that use WWEP: it can be scripted, injects faults, and records requests.
 *
 * <p>Start with {@link io.wwep.testing.WwepTestServer}. With JUnit 5 or later, {@link
 * io.wwep.testing.WwepServerExtension} injects one into a test:
 *
 * <pre>{@code
 * @ExtendWith(WwepServerExtension.class)
 * class LampTest {
 *
 *     @Test
 *     void aWriteWithATruncatedReplyMayHaveBeenExecuted(WwepTestServer server) throws Exception {
 *         server.fault(Fault.close().inReply());
 *         try (WwepClient client = server.client().build()) {
 *             WwepException lost = assertThrows(WwepException.class, () -> client.write(0x0FAC, 0x0B, 1));
 *             assertEquals(Delivery.UNKNOWN, lost.delivery());
 *             client.write(0x0FAC, 0x0B, 1); // switching it on again does no harm
 *         }
 *         assertEquals(2, server.exchanges());
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.wwep.testing;

import org.jspecify.annotations.NullMarked;
