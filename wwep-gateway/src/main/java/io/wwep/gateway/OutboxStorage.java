package io.wwep.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Where an outbox keeps its writes. Confined to the outbox's thread. */
interface OutboxStorage extends Closeable {

    /** Whether a stored write may have been sent. */
    enum State {
        /** It was not sent, as far as the outbox is concerned. */
        QUEUED,

        /** It may have been carried out: read back before sending it again. */
        UNKNOWN
    }

    /** A pending write, as stored. */
    record Stored(OutboxWrite write, State state) {}

    /** A change of the stored writes. */
    sealed interface Change {

        /** Returns the write that it changes. */
        OutboxWrite write();
    }

    /** Stores a write, or replaces the one of the same registers and bits. */
    record Put(OutboxWrite write, State state) implements Change {}

    /** Deletes a write, unless a newer one has replaced it. */
    record Delete(OutboxWrite write) implements Change {}

    /** Reads the pending writes, in the order of their sequence. */
    List<Stored> load() throws IOException;

    /** Reads the dead letters, oldest first. */
    List<DeadLetter> deadLetters() throws IOException;

    /** Makes changes durable, all or none: in their order, and the deletions first. */
    void commit(Collection<? extends Change> changes, List<DeadLetter> refused) throws IOException;
}
