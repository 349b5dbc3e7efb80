package io.runledger.schemas.seal;

import io.runledger.schemas.log.Attestation;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.SealedPlace;
import io.runledger.v1.Event;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.Blake3;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Tells the guard's decisions from what others write: a keyed BLAKE3 of what a decision says, which is in its payload
 * and so goes wherever the event goes. Tells imported records and healing copies from such as claim to be, by a seal in their
 * header, and records that a gateway has appended for somebody it knows from such as claim to be. Whoever has the key can
 * decide, import, heal and attest.
 *
 * <p>There may be several keys, while one is replaced: the first seals, and what any of them has sealed is genuine. Thread-safe.
 */
public final class Seal {
    private static final byte[] CONTEXT = "runledger 2026-11 guard decisions".getBytes(StandardCharsets.UTF_8);
    private static final int BYTES = 32;

    /** What is hashed of a decision begins with the version of its contract, which these are none of. */
    private static final byte[] OF_REQUEST = "request\0".getBytes(StandardCharsets.UTF_8);

    private static final byte[] OF_ORIGIN = "origin\0".getBytes(StandardCharsets.UTF_8);

    private static final byte[] OF_PLACE = "place\0".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OF_ATTESTATION = "attested\0".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OF_MARK = "mark\0".getBytes(StandardCharsets.UTF_8);

    /** The first one seals. */
    private final List<byte[]> keys;

    /** What versions before sealed with where no key was set: whoever can write to Kafka knows it. */
    public static Seal ofEmptyKey() {
        return new Seal("");
    }

    /** A seal by any secret text; all processes of a ledger need the same. */
    public Seal(String secret) {
        this(secret, List.of());
    }

    /** The same, by which also holds what was sealed by another of these secrets. */
    public Seal(String secret, List<String> others) {
        keys = Stream.concat(Stream.of(secret), others.stream()).map(Seal::key).toList();
    }

    public static Seal of(LedgerConfig ledger) {
        return new Seal(ledger.guardKey(), ledger.otherGuardKeys());
    }

    private static byte[] key(String secret) {
        byte[] key = new byte[BYTES];
        Blake3.initKeyDerivationFunction(CONTEXT)
                .update(secret.getBytes(StandardCharsets.UTF_8))
                .doFinalize(key);
        return key;
    }

    private byte[] first() {
        return keys.get(0);
    }

    /** Whether a seal is what one of the keys makes of the same. */
    private boolean isByAny(byte[] seal, UnaryOperator<byte[]> sealing) {
        for (byte[] key : keys) {
            if (MessageDigest.isEqual(sealing.apply(key), seal)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The seal of a decision, 64 hexadecimal digits. It covers every field, so that nothing of a decision can be changed.
     *
     * @param payload the payload without its seal, in canonical form; in place of that of the decision
     */
    public String of(Event decision, String payload) {
        return HexFormat.of().formatHex(of(first(), decision, payload));
    }

    private static byte[] of(byte[] key, Event decision, String payload) {
        Blake3 hash = Blake3.initKeyedHash(key);
        for (String part : List.of(
                decision.getContractVersion(),
                decision.getRunId(),
                decision.getEventId(),
                decision.getEventType(),
                text(decision.getTaskId()),
                decision.getProducer(),
                text(decision.getActor()),
                text(decision.getSubjectKind()),
                text(decision.getSubjectId()),
                decision.getOccurredAt().toString(),
                text(decision.getCorrelationId()),
                text(decision.getCausationId()),
                String.join("\n", decision.getRedactions()),
                payload)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            hash.update(bytes).update(new byte[] {0});
        }
        byte[] seal = new byte[BYTES];
        hash.doFinalize(seal);
        return seal;
    }

    public boolean matches(Event decision, String payload, String seal) {
        return isByAny(ascii(seal), key -> ascii(HexFormat.of().formatHex(of(key, decision, payload))));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What the header {@link Origin#HEADER} holds: the origin, and 32 bytes that seal it to this record.
     *
     * @param key the record's key on the log
     * @param value its bytes there
     */
    public byte[] header(Origin origin, byte[] key, byte[] value) {
        return ByteBuffer.allocate(Origin.BYTES + BYTES)
                .put(origin.bytes())
                .put(of(first(), OF_ORIGIN, origin.bytes(), key, value))
                .array();
    }

    /** The origin that such a header gives a record; empty if its seal does not fit. */
    public Optional<Origin> origin(byte[] header, byte[] key, byte[] value) {
        if (header.length != Origin.BYTES + BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(header);
        try {
            Origin origin = Origin.read(bytes);
            byte[] seal = new byte[BYTES];
            bytes.get(seal);
            return isByAny(seal, each -> of(each, OF_ORIGIN, origin.bytes(), key, value))
                    ? Optional.of(origin)
                    : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty(); // no partition has such a number
        }
    }

    /**
     * What the header {@link SealedPlace#HEADER} holds: the place, and 32 bytes that seal it to this record.
     *
     * @param key the record's key on the log
     * @param value its bytes there
     */
    public byte[] header(SealedPlace place, byte[] key, byte[] value) {
        return ByteBuffer.allocate(SealedPlace.BYTES + BYTES)
                .put(place.bytes())
                .put(of(first(), OF_PLACE, place.bytes(), key, value))
                .array();
    }

    /** The place that such a header gives a record; empty if its seal does not fit. */
    public Optional<SealedPlace> place(byte[] header, byte[] key, byte[] value) {
        if (header.length != SealedPlace.BYTES + BYTES) {
            return Optional.empty();
        }
        byte[] place = Arrays.copyOf(header, SealedPlace.BYTES);
        byte[] seal = Arrays.copyOfRange(header, SealedPlace.BYTES, header.length);
        return isByAny(seal, each -> of(each, OF_PLACE, place, key, value))
                ? Optional.of(SealedPlace.read(ByteBuffer.wrap(place)))
                : Optional.empty();
    }

    /**
     * What the header {@link Attestation#HEADER} holds: its version, and 32 bytes that seal it to this record.
     *
     * @param key the record's key on the log
     * @param value its bytes there
     */
    public byte[] attestation(byte[] key, byte[] value) {
        return attestation(first(), key, value);
    }

    private static byte[] attestation(byte[] by, byte[] key, byte[] value) {
        byte[] version = {Attestation.VERSION};
        return ByteBuffer.allocate(version.length + BYTES)
                .put(version)
                .put(of(by, OF_ATTESTATION, version, key, value))
                .array();
    }

    /** Whether such a header attests a record. */
    public boolean attests(byte[] header, byte[] key, byte[] value) {
        return isByAny(header, each -> attestation(each, key, value));
    }

    /** A mark with its seal. */
    byte[] marked(SealMark mark) {
        byte[] bytes = mark.bytes();
        return ByteBuffer.allocate(bytes.length + BYTES)
                .put(bytes)
                .put(of(first(), OF_MARK, bytes, new byte[0], new byte[0]))
                .array();
    }

    /** The mark in such bytes; empty if its seal does not fit. */
    Optional<SealMark> mark(byte[] marked) {
        if (marked.length < BYTES) {
            return Optional.empty();
        }
        byte[] bytes = Arrays.copyOf(marked, marked.length - BYTES);
        byte[] seal = Arrays.copyOfRange(marked, marked.length - BYTES, marked.length);
        return isByAny(seal, each -> of(each, OF_MARK, bytes, new byte[0], new byte[0]))
                ? Optional.of(SealMark.read(ByteBuffer.wrap(bytes)))
                : Optional.empty();
    }

    /** Whether bytes look like the mark of a log, whoever sealed it. */
    static boolean isMarkOf(Uuid log, byte @Nullable [] marked) {
        try {
            return marked != null
                    && SealMark.read(ByteBuffer.wrap(marked)).log().equals(log);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return false;
        }
    }

    private static byte[] of(byte[] by, byte[] what, byte[] sealed, byte[] key, byte[] value) {
        byte[] seal = new byte[BYTES];
        Blake3.initKeyedHash(by)
                .update(what)
                .update(sealed)
                .update(ByteBuffer.allocate(Integer.BYTES).putInt(key.length).array())
                .update(key)
                .update(value)
                .doFinalize(seal);
        return seal;
    }

    /**
     * What a process of this ledger shows another as its own: 64 hexadecimal digits that seal what it asks for.
     *
     * @param parts of the request, in their order
     */
    public String ofRequest(String... parts) {
        return ofRequest(first(), parts);
    }

    private static String ofRequest(byte[] key, String... parts) {
        Blake3 hash = Blake3.initKeyedHash(key).update(OF_REQUEST);
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array())
                    .update(bytes);
        }
        byte[] seal = new byte[BYTES];
        hash.doFinalize(seal);
        return HexFormat.of().formatHex(seal);
    }

    /** Whether such a seal is that of a request. */
    public boolean isOfRequest(String seal, String... parts) {
        return isByAny(ascii(seal), key -> ascii(ofRequest(key, parts)));
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }

    @Override
    public String toString() {
        return "Seal";
    }
}
