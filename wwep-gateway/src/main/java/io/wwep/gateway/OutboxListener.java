package io.wwep.gateway;

import java.util.List;

/**
 * Receives what becomes of the writes in an outbox: {@link Outbox#addListener}. Each write ends by exactly one call of
 * {@link #sent}, {@link #refused}, {@link #expired}, {@link #superseded} or {@link #dropped}; after a crash, a call may
 * come again. All methods do nothing by default.
 *
 * <p>They run on the {@linkplain GatewayBuilder#executor gateway's executor}, one after the other, while no lock is
 * held. They may block, and may use the outbox. If more than 10,000 calls are waiting, further ones are lost, which is
 * logged. Exceptions are logged and otherwise ignored.
 */
public interface OutboxListener {

    /**
     * The server accepted a write, or its outcome was unknown and the registers held its values when they were read
     * back.
     *
     * @param write the write
     */
    default void sent(OutboxWrite write) {}

    /**
     * The server refused a write, by {@code X}. It is not sent again; {@link Outbox#deadLetters} has it.
     *
     * @param write the write
     * @param reason what the server said, or an empty text
     */
    default void refused(OutboxWrite write, String reason) {}

    /**
     * A write expired. It is not sent again. If it was being sent before, the server may have carried it out.
     *
     * @param write the write
     */
    default void expired(OutboxWrite write) {}

    /**
     * A newer write replaced one that was not known to be carried out. The older one is not sent again.
     *
     * @param write the older write
     * @param by the newer write; not in the outbox if it was a {@linkplain GatewayDevice#write direct} one
     */
    default void superseded(OutboxWrite write, OutboxWrite by) {}

    /**
     * A write was removed from a full outbox to make room for a newer one: {@link OutboxSettings.WhenFull#DROP_OLDEST}.
     *
     * @param write the write
     */
    default void dropped(OutboxWrite write) {}

    /**
     * The outcome of a write was unknown, the registers held something else when they were read back, and so the write
     * is sent again. Either it never arrived, or another client has written since.
     *
     * @param write the write
     * @param found the contents found, one for each register; -1 for a register that was never written
     */
    default void resent(OutboxWrite write, List<Integer> found) {}
}
