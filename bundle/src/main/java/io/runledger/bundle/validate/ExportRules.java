package io.runledger.bundle.validate;

import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.export.ExportFile;
import io.runledger.schemas.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules that records of an export keep; a new one is added here. */
final class ExportRules {
    private static final int MOST_OPEN_RELATIONS = 100_000;

    private ExportRules() {}

    static List<ExportRule> of(Map<Integer, Long> positions, Limits limits) {
        KnownIds known = new KnownIds(limits.ids());
        List<ExportRule> rules = new ArrayList<>();
        for (ExportFile file : ExportFile.values()) {
            rules.add(new FieldsRule(file, ExportFields.of(file)));
        }
        rules.add(new ContractRule(ExportFile.EVENTS, Contract.EVENT));
        rules.add(new ContractRule(ExportFile.ARTIFACTS, Contract.ARTIFACT));
        rules.add(new RegisteredRule());
        rules.add(new OrderRule());
        rules.add(new PositionRule(positions));
        rules.add(new PayloadDigestRule());
        rules.add(new StateRule());
        rules.add(new StorageRule());
        rules.add(known); // before those that ask it
        rules.add(new RelationsRule(known, MOST_OPEN_RELATIONS));
        return rules;
    }
}
