package io.runledger.bundle.export;

/**
 * What a manifest says of one file.
 *
 * @param records how many lines it has
 * @param sizeBytes how many bytes, before any compression
 * @param sha256 64 hexadecimal digits
 * @param blake3 64 hexadecimal digits
 */
public record FileEntry(String name, long records, long sizeBytes, String sha256, String blake3) {}
