package io.runledger.http;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Who may reach a process. There is no access control yet, so one that other machines could reach starts only if that was asked
 * for by name.
 */
public final class Access {
    private static final String OPEN = "open";
    private static final Setting ACCESS = new Setting(
            "RUNLEDGER_ACCESS",
            "",
            "`open`: the process may listen on an address that other machines reach, though nothing checks who asks");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(ACCESS);

    private Access() {}

    /**
     * The same host, if a process may listen on it.
     *
     * @throws IllegalArgumentException if other machines could reach it, and nobody said that they may
     */
    public static String checked(String host, Settings settings) {
        String access = settings.text(ACCESS);
        if (!access.isEmpty() && !access.equals(OPEN)) {
            throw new SettingException(ACCESS, access, "open; leave it out to listen on loopback only");
        }
        if (access.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException("other machines could reach " + host
                    + ", and nothing checks who asks: listen on 127.0.0.1 (RUNLEDGER_HOST, or --host of up) behind something that"
                    + " does, or set RUNLEDGER_ACCESS=open if whoever reaches it may read, write and erase everything");
        }
        return host;
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
