package io.wwep.examples.bridge;

import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The user and the password of one connection. Not a record, whose text would show them. */
final class Login {

    private final @Nullable String user;
    private final byte @Nullable [] password;

    Login(@Nullable String user, byte @Nullable [] password) {
        this.user = user;
        this.password = password;
    }

    @Nullable
    Mqtt5SimpleAuth forMqtt5() {
        if (user == null) {
            return null;
        }
        return password == null
                ? Mqtt5SimpleAuth.builder().username(user).build()
                : Mqtt5SimpleAuth.builder().username(user).password(password).build();
    }

    @Nullable
    Mqtt3SimpleAuth forMqtt3() {
        if (user == null) {
            return null;
        }
        return password == null
                ? Mqtt3SimpleAuth.builder().username(user).build()
                : Mqtt3SimpleAuth.builder().username(user).password(password).build();
    }

    /** Overwrites the password, once the connection is open or has failed. */
    void forget() {
        if (password != null) {
            Arrays.fill(password, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "a login";
    }
}
