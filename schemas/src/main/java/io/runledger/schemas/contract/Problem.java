package io.runledger.schemas.contract;

/**
 * One thing wrong with a record.
 *
 * @param pointer JSON pointer (RFC 6901) of the value it is about; empty for the whole record
 * @param detail what is wrong and what would be right, never the value itself
 */
public record Problem(String pointer, String detail) {
    @Override
    public String toString() {
        return pointer.isEmpty() ? detail : pointer + " " + detail;
    }
}
