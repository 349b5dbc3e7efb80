package io.runledger.core.settings;

import java.util.Locale;

/** How a process writes its log to standard error. The logging configuration reads the setting itself; here it is checked. */
public enum LogFormat {
    /** For people: a line for each event, without stack traces. */
    TEXT,
    /** For collectors of logs: a JSON object on a line for each event, with its stack trace. */
    JSON;

    public static final Setting SETTING = new Setting(
            "RUNLEDGER_LOG_FORMAT",
            "text",
            "How the log is written to standard error: text, or json, an object on each line");

    /** @throws SettingException if it is none of them */
    public static LogFormat of(Settings settings) {
        String value = settings.text(SETTING);
        for (LogFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(value)) {
                return format;
            }
        }
        throw new SettingException(SETTING, value, "text or json");
    }
}
