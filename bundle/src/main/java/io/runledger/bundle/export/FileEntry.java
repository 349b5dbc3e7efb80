package io.runledger.bundle.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a manifest says of one file.
 *
 * @param records how many lines it has
 * @param sizeBytes how many bytes, before any compression
 * @param sha256 64 hexadecimal digits
 * @param blake3 64 hexadecimal digits
 */
public record FileEntry(String name, long records, long sizeBytes, String sha256, String blake3) {
    /** Puts them into a manifest, as {@code files}. */
    public static void putAll(List<FileEntry> files, ObjectNode manifest) {
        ArrayNode array = manifest.putArray("files");
        for (FileEntry file : files) {
            array.addObject()
                    .put("name", file.name)
                    .put("records", file.records)
                    .put("size_bytes", file.sizeBytes)
                    .put("sha256", file.sha256)
                    .put("blake3", file.blake3);
        }
    }
}
