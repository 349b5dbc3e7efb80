package io.runledger.http;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Whether a process checks who asks. One that other machines could reach and that does not check starts only if that was
 * asked for by name.
 */
public final class Access {
    private static final String OPEN = "open";
    /** The value of {@value #VARIABLE} by which every request needs a credential. */
    public static final String REQUIRED = "required";

    public static final String VARIABLE = "RUNLEDGER_ACCESS";
    private static final Setting ACCESS = new Setting(
            VARIABLE,
            "",
            "`required`: every request needs a [key](access.md). `open`: none does, also where other machines reach the process. Left out, none does and the process listens on loopback only. The same in all processes");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(ACCESS);

    private Access() {}

    /**
     * The same host, if a process may listen on it.
     *
     * @throws IllegalArgumentException if other machines could reach it, and nobody said that they may
     */
    public static String checked(String host, Settings settings) {
        String access = access(settings);
        if (access.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException("other machines could reach " + host
                    + ", and nothing checks who asks: set RUNLEDGER_ACCESS=required (--secure of up) so that requests need a key,"
                    + " listen on 127.0.0.1 (RUNLEDGER_HOST, or --host of up), or set RUNLEDGER_ACCESS=open if whoever"
                    + " reaches it may read, write and erase everything");
        }
        return host;
    }

    /**
     * The same of a host on which something listens that knows no keys.
     *
     * @throws IllegalArgumentException if other machines could reach it, and nobody said that they may
     */
    public static String checkedWithoutKeys(String host, Settings settings) {
        if (!access(settings).equals(OPEN) && !isLoopback(host)) {
            throw new IllegalArgumentException("other machines could reach " + host
                    + ", and Kafka and the schema registry of up check nobody: let them listen on 127.0.0.1, or set"
                    + " RUNLEDGER_ACCESS=open if whoever reaches them may do everything");
        }
        return host;
    }

    /** Whether every request needs a credential. */
    public static boolean isRequired(Settings settings) {
        return access(settings).equals(REQUIRED);
    }

    private static String access(Settings settings) {
        String access = settings.text(ACCESS);
        if (!access.isEmpty() && !access.equals(OPEN) && !access.equals(REQUIRED)) {
            throw new SettingException(ACCESS, access, "required or open; leave it out to listen on loopback only");
        }
        return access;
    }

    /** One that cannot be found is none. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
