package io.runledger.bundle.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.bundle.archive.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever was done to an export, the validator ends with an answer. */
final class ValidatorPropertyTest {
    private static final byte[] CLEAN = new Sample().zip();
    private static final Map<String, byte[]> MEMBERS = Zips.members(CLEAN);
    private static final Limits LIMITS = new Limits(8, 1 << 16, 1 << 20, 10, 1 << 22, 10_000);

    @Property(tries = 1_000)
    void endsOnChangedZips(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int changes) throws IOException {
        answers(changed(CLEAN, new Random(seed), changes));
    }

    @Property(tries = 2_000)
    void endsOnChangedRecords(@ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int changes) throws IOException {
        Random random = new Random(seed);
        Map<String, byte[]> members = new LinkedHashMap<>(MEMBERS);
        String name = List.copyOf(MEMBERS.keySet()).get(random.nextInt(MEMBERS.size()));
        members.computeIfPresent(name, (any, bytes) -> changed(bytes, random, changes));

        boolean same = Arrays.equals(members.get(name), MEMBERS.get(name));

        boolean isValid = answers(Zips.stored(members)).isValid();
        if (!name.equals("manifest.json")) { // which vouches for the others; nothing does for what it says besides
            assertThat(isValid).isEqualTo(same);
        }
    }

    @Property(tries = 500)
    void endsOnAnythingThatBeginsLikeAZip(@ForAll byte[] bytes) throws IOException {
        byte[] zip = new byte[bytes.length + 4];
        System.arraycopy(CLEAN, 0, zip, 0, 4);
        System.arraycopy(bytes, 0, zip, 4, bytes.length);

        assertThat(answers(zip).isValid()).isFalse();
    }

    /** Bytes changed, taken out, doubled, or cut off. */
    private static byte[] changed(byte[] bytes, Random random, int changes) {
        byte[] changed = bytes.clone();
        for (int i = 0; i < changes && changed.length > 8; i++) {
            int at = 4 + random.nextInt(changed.length - 4);
            int to = Math.min(changed.length, at + 1 + random.nextInt(20));
            changed = switch (random.nextInt(8)) {
                case 0 -> joined(changed, at, changed, to);
                case 1 -> joined(changed, to, changed, at);
                case 2 -> i == 0 ? Arrays.copyOf(changed, at) : changed;
                default -> {
                    changed[at] = (byte) random.nextInt(256);
                    yield changed;
                }
            };
        }
        return changed;
    }

    private static byte[] joined(byte[] head, int until, byte[] tail, int from) {
        byte[] joined = Arrays.copyOf(head, until + tail.length - from);
        System.arraycopy(tail, from, joined, until, tail.length - from);
        return joined;
    }

    private static Validation answers(byte[] zip) throws IOException {
        Path file = Files.createTempFile("export", ".zip");
        try {
            Files.write(file, zip);
            long[] count = {0};
            Validation validation = new Validator(LIMITS).validate(file, finding -> {
                assertThat(finding.toString()).doesNotContain("\u001b", "\n");
                count[0]++;
            });
            assertThat(validation.findings()).isEqualTo(count[0]);
            return validation;
        } finally {
            Files.delete(file);
        }
    }
}
