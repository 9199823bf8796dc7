package io.wwep.examples.lab;

import java.util.Objects;

/** A change in a lab. Ids count from 1 without gaps. */
public sealed interface LabEvent {

    /** {@return the event's id} */
    long id();

    /** A new exchange. Under load only some have an event. */
    record ExchangeAdded(long id, ExchangeRow exchange) implements LabEvent {

        /** Validates the components. */
        public ExchangeAdded {
            Objects.requireNonNull(exchange, "exchange");
        }
    }

    /** A device is new or has changed. Under load several changes have one event. */
    record DeviceChanged(long id, DeviceState device) implements LabEvent {

        /** Validates the components. */
        public DeviceChanged {
            Objects.requireNonNull(device, "device");
        }
    }

    /** A board was opened or has changed. */
    record BoardChanged(long id, BoardState board) implements LabEvent {

        /** Validates the components. */
        public BoardChanged {
            Objects.requireNonNull(board, "board");
        }
    }

    /** A student is new, got a name or a tick, or lost one to a restored progress. */
    record StudentChanged(long id, StudentState student) implements LabEvent {

        /** Validates the components. */
        public StudentChanged {
            Objects.requireNonNull(student, "student");
        }
    }

    /**
     * The counts, at most once a second, when they have changed.
     *
     * @param skipped how many exchanges got no row since the last such event
     */
    record Sampled(long id, long skipped, LabState.Counts counts) implements LabEvent {

        /** Validates the components. */
        public Sampled {
            Objects.requireNonNull(counts, "counts");
        }
    }

    /** So much has changed that a page has to load the state again: the lab was reset, or a saved progress restored. */
    record Reset(long id) implements LabEvent {}
}
