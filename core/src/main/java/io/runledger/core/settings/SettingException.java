package io.runledger.core.settings;

/** A setting's value cannot be used. The message names the variable and what would do. */
public final class SettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public SettingException(Setting setting, String value, String wanted) {
        super(setting.name() + "='" + value + "' is not " + wanted);
    }
}
