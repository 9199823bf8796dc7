package io.wwep.tls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log, named {@code io.wwep.tls}. A separate class, so that it is initialized only when something is logged: that takes
 * longer than reading the certificates.
 */
final class TlsLog {

    static final Logger LOG = LoggerFactory.getLogger("io.wwep.tls");

    private TlsLog() {}
}
