package io.wwep.tls;

import java.security.Security;
import java.util.function.Supplier;

/** Changes a security property of this JVM for a while. The JDK's own TLS reads most of them only once. */
final class SecurityProperty {

    private SecurityProperty() {}

    /** Returns the result of the work while the property has this value. */
    static <T> T during(String name, String value, Supplier<T> work) {
        String before = Security.getProperty(name);
        Security.setProperty(name, value);
        try {
            return work.get();
        } finally {
            Security.setProperty(name, before);
        }
    }
}
