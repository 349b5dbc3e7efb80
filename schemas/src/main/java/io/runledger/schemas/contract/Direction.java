package io.runledger.schemas.contract;

/**
 * The characters that direct in which order text is shown (Unicode Standard Annex 9), by which a text can be shown as another one:
 * {@code annexe\u202Etxt.exe} reads as if it ended in {@code exe.txt}. Text in Arabic or Hebrew needs none of them; where such
 * text stands among other, embeddings and isolates are in use, and the marks U+200E, U+200F and U+061C, which turn nothing around.
 */
final class Direction {
    private static final char LEFT_TO_RIGHT_EMBEDDING = '\u202A';
    private static final char RIGHT_TO_LEFT_EMBEDDING = '\u202B';
    private static final char POP_FORMATTING = '\u202C';
    private static final char LEFT_TO_RIGHT_OVERRIDE = '\u202D';
    private static final char RIGHT_TO_LEFT_OVERRIDE = '\u202E';
    private static final char LEFT_TO_RIGHT_ISOLATE = '\u2066';
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';

    private Direction() {}

    /** Whether a character embeds, overrides or isolates what follows, or ends that. */
    static boolean directs(int c) {
        return (c >= LEFT_TO_RIGHT_EMBEDDING && c <= RIGHT_TO_LEFT_OVERRIDE)
                || (c >= LEFT_TO_RIGHT_ISOLATE && c <= POP_ISOLATE);
    }

    /** Whether nobody sees a character, which makes two different names look the same; joiners, which shape letters, are seen. */
    static boolean isInvisible(int c) {
        return directs(c)
                || c == 0x200B
                || c == 0x200E
                || c == 0x200F
                || c == 0x061C
                || (c >= 0x2028 && c <= 0x2029)
                || (c >= 0x2060 && c <= 0x2064)
                || c == 0xFEFF
                || (c >= 0xFFF9 && c <= 0xFFFB)
                || c == 0xE0001;
    }

    /** Whether a text directs nothing beyond itself: no override, and each embedding and isolate is closed on its line. */
    static boolean isContained(String text) {
        int embeddings = 0;
        int isolates = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case LEFT_TO_RIGHT_OVERRIDE, RIGHT_TO_LEFT_OVERRIDE -> {
                    return false;
                }
                case LEFT_TO_RIGHT_EMBEDDING, RIGHT_TO_LEFT_EMBEDDING -> embeddings++;
                case POP_FORMATTING -> embeddings--;
                case POP_ISOLATE -> isolates--;
                case '\n', '\r' -> {
                    if (embeddings != 0 || isolates != 0) {
                        return false;
                    }
                }
                default -> isolates += c >= LEFT_TO_RIGHT_ISOLATE && c <= FIRST_STRONG_ISOLATE ? 1 : 0;
            }
            if (embeddings < 0 || isolates < 0) {
                return false;
            }
        }
        return embeddings == 0 && isolates == 0;
    }
}
