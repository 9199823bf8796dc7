package io.wwep.examples.mitm;

import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.server.Exchange;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each of the three saw of one client's connection.
 *
 * @param protection how the client protected itself
 * @param client what the client sent and received, in order
 * @param failure why the client could not go on; null if nothing was wrong for it
 * @param man what the man in the middle read and changed
 * @param rejected whether the client ended the handshake with him
 * @param server what the server was asked, and replied
 */
public record AttackedConnection(
        Protection protection,
        List<ClientExchange> client,
        @Nullable WwepException failure,
        List<Interception> man,
        boolean rejected,
        List<Exchange> server) {

    /** How a client protects its connection. */
    public enum Protection {
        /** Plain TCP. */
        NONE,
        /** TLS with any server. */
        UNVERIFIED,
        /** TLS with a server whose certificate a trusted authority has signed. */
        VERIFIED
    }

    /**
     * An exchange as the client saw it.
     *
     * @param request what it sent
     * @param reply what it received
     */
    public record ClientExchange(WwepRequest request, WwepReply reply) {

        /** Validates the components. */
        public ClientExchange {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(reply, "reply");
        }
    }

    /** Copies the lists. */
    public AttackedConnection {
        Objects.requireNonNull(protection, "protection");
        client = List.copyOf(client);
        man = List.copyOf(man);
        server = List.copyOf(server);
    }
}
