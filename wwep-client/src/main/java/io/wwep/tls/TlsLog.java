package io.wwep.tls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log, named {@code io.wwep.tls}. In a class of its own so that it is not set up before there is something to say: that
 * takes longer than reading the certificates.
 */
final class TlsLog {

    static final Logger LOG = LoggerFactory.getLogger("io.wwep.tls");

    private TlsLog() {}
}
