package io.runledger.bundle.validate;

import io.runledger.schemas.log.Position;
import java.util.Map;
import java.util.Optional;

/** A record's partition, sequence and position say the same, and it is not from after what the export was read at. */
final class PositionRule implements ExportRule {
    private final Map<Integer, Long> positions;

    /** @param positions of the manifest; empty if it does not tell */
    PositionRule(Map<Integer, Long> positions) {
        this.positions = positions;
    }

    @Override
    public void check(Line line, Findings findings) {
        Optional<Position> position = Optional.ofNullable(line.text("position")).flatMap(Position::parse);
        if (position.isEmpty()) {
            return;
        }
        Position at = position.get();
        if (at.partition() != line.number("partition") || at.offset() != line.number("sequence")) {
            findings.add(line, "/position", "position", "is not partition and sequence");
        }
        if (!positions.isEmpty() && at.offset() > positions.getOrDefault(at.partition(), -1L)) {
            findings.add(line, "/position", "position", "is after the position that the manifest was read at");
        }
    }
}
