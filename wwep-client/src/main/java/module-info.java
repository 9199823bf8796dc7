/** The WWEP client SDK: a fluent, thread-safe client and the protocol it speaks. */
module io.wwep.client {
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.wwep.client;
    exports io.wwep.protocol;
}
