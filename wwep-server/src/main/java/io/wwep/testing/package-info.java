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
 *     void aLampIsSwitchedOnAlthoughTheFirstConnectionBreaks(WwepTestServer server) throws Exception {
 *         server.fault(Fault.reset().onAccept());
 *         try (WwepClient client = server.client().build()) {
 *             client.write(0x0FAC, 0x0B, 1);
 *         }
 *         assertThat(server.find(0x0FAC, 0x0B)).hasValue(1);
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.wwep.testing;

import org.jspecify.annotations.NullMarked;
