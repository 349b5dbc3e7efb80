package io.runledger.bundle.archive;

/**
 * A member as the zip's directory tells of it.
 *
 * @param offset of its local header
 * @param mode of Unix, with the kind of file in its upper bits; 0 if it was not said
 */
record ZipMember(String name, int flags, int method, long crc, long compressed, long offset, int mode) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int KIND = 0xF000;
    private static final int LINK = 0xA000;
    private static final int REGULAR = 0x8000;
    private static final int ENCRYPTED = 0x2041;

    boolean isLink() {
        return (mode & KIND) == LINK;
    }

    boolean isSpecial() {
        return name.endsWith("/") || ((mode & KIND) != 0 && (mode & KIND) != REGULAR);
    }

    boolean isReadable() {
        return (flags & ENCRYPTED) == 0 && (method == STORED || method == DEFLATED);
    }

    /** Relative, below where it is unpacked to, and without what a file system or a terminal would read otherwise. */
    boolean isSafe() {
        if (name.isEmpty()
                || name.length() > 255
                || name.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\' || c == ':' || c == 0xFFFD)) {
            return false;
        }
        for (String step : name.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
