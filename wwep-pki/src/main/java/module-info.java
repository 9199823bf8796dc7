/** Creates certificates for tests and labs, and writes them and their keys as PEM. */
module io.wwep.pki {
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports io.wwep.pki;
}
