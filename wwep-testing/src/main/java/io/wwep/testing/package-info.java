/**
 * A WWEP server for the tests of those who use WWEP: it answers as told, breaks connections as told, and shows what came.
 *
 * <p>{@link io.wwep.testing.WwepTestServer} is the way in. With JUnit 5 or later {@link io.wwep.testing.WwepServerExtension}
 * gives a test one:
 *
 * <pre>{@code
 * @ExtendWith(WwepServerExtension.class)
 * class LampTest {
 *
 *     @Test
 *     void aWriteWhoseReplyIsCutOffMayHaveBeenDone(WwepTestServer server) throws Exception {
 *         server.fault(Fault.close().inReply());
 *         try (WwepClient client = server.client().build()) {
 *             WwepException lost = assertThrows(WwepException.class, () -> client.write(0x0FAC, 0x0B, 1));
 *             assertEquals(Delivery.UNKNOWN, lost.delivery());
 *             client.write(0x0FAC, 0x0B, 1); // to switch it on once more does no harm
 *         }
 *         assertEquals(2, server.exchanges());
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.wwep.testing;

import org.jspecify.annotations.NullMarked;
