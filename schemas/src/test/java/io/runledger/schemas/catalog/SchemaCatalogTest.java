package io.runledger.schemas.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaCatalogTest {
    private static final LogTopic LOG = new LogTopic("runledger.log", 12, (short) 1, Duration.ofHours(1));
    private static final Schema EVENT = Contract.EVENT.schema();
    private static final Schema OTHER = SchemaBuilder.record("Other").fields().endRecord();

    private final ServedRegistry registry;
    private final MemoryLog topic = new MemoryLog();

    SchemaCatalogTest() throws IOException {
        registry = new ServedRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    /** A process that starts: it knows nothing but the topic and the registry. */
    private SchemaCatalog started() {
        RegistryClient client = registry.client();
        SchemaCatalog catalog = new SchemaCatalog(client, topic.again(), "runledger.schemas");
        Contracts.registerAll(client, catalog, LOG);
        return catalog;
    }

    private int id(Schema schema) {
        return started().register(schema.getFullName(), schema);
    }

    @Test
    void hasASchemaOnTheTopicBeforeItsIdIsGiven() {
        int id = started().register(EVENT.getFullName(), EVENT);

        assertThat(topic.entries).contains(new CatalogEntry.OfId(id, EVENT.toString()));
    }

    @Test
    void readsEveryIdWithoutARegistryOnceItWasSeen() {
        int written =
                registry.registry.register("foreign-value", EVENT.toString()).id();
        SchemaCatalog reader = new SchemaCatalog(registry.client(), topic.again(), "t");
        assertThat(reader.schema(written)).contains(EVENT);

        registry.close();

        assertThat(new SchemaCatalog(registry.client(), topic.again(), "t").schema(written))
                .contains(EVENT);
    }

    @Test
    void asksTheRegistryOnceForAnIdThatTheTopicLacks() {
        int id = registry.registry.register("foreign-value", EVENT.toString()).id();
        SchemaCatalog catalog = new SchemaCatalog(registry.client(), topic.again(), "t");

        IntStream.range(0, 10).forEach(i -> catalog.schema(id));

        assertThat(registry.requests).containsExactly("GET /schemas/ids/" + id);
        assertThat(topic.entries).hasSize(1);
    }

    @Test
    void findsWhatAnotherProcessPutOnTheTopic() {
        SchemaCatalog one = started();
        topic.append(List.of(new CatalogEntry.OfId(77, OTHER.toString())));

        assertThat(one.schema(77)).contains(OTHER);
    }

    @Test
    void knowsNoIdThatNeitherHas() {
        assertThat(started().schema(999)).isEmpty();
    }

    @Test
    void givesAWipedRegistryItsSchemasUnderTheirIds() {
        registry.registry.register("other", OTHER.toString());
        registry.registry.register("other-2", SchemaBuilder.fixed("F").size(3).toString());
        int event = id(EVENT);
        int artifact = id(Contract.ARTIFACT.schema());

        registry.wipe();

        assertThat(id(EVENT)).isEqualTo(event);
        assertThat(id(Contract.ARTIFACT.schema())).isEqualTo(artifact);
        assertThat(registry.registry.text(event)).isEqualTo(EVENT.toString());
        assertThat(registry.registry.text(artifact))
                .isEqualTo(Contract.ARTIFACT.schema().toString());
    }

    @Test
    void readsAndWritesOnWhereARegistryGivesALostSchemaAnotherId() {
        int event = id(EVENT);
        registry.wipe();
        IntStream.range(0, 20)
                .forEach(i -> registry.registry.register(
                        "other" + i, SchemaBuilder.fixed("F" + i).size(3).toString()));

        assertThatThrownBy(this::started)
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContainingAll("under id " + event, EVENT.getFullName(), "backup", "RUNLEDGER_REGISTRY_URL");

        registry.wipe();
        topic.entries.removeIf(entry -> entry instanceof CatalogEntry.OfId schema && schema.id() < event);
        SchemaCatalog again = started();
        assertThat(again.schema(event)).contains(EVENT);
        assertThat(again.schema(again.register(EVENT.getFullName(), EVENT))).contains(EVENT);
    }

    @Test
    void writesWithTheKnownIdWhereTheRegistryReassignedIt() {
        SchemaCatalog running = started();
        int event = running.register(EVENT.getFullName(), EVENT);
        int artifact = running.register(Contract.ARTIFACT.subject(), Contract.ARTIFACT.schema());
        registry.wipe(); // under a running process, and the first to come is another
        registry.registry.register("other", Contract.ARTIFACT.schema().toString());
        registry.registry.register("other-2", EVENT.toString());

        SchemaCatalog writer = new SchemaCatalog(registry.client(), topic.again(), "t");

        assertThat(writer.register(EVENT.getFullName(), EVENT)).isEqualTo(event);
        assertThat(writer.register(Contract.ARTIFACT.subject(), Contract.ARTIFACT.schema()))
                .isEqualTo(artifact);
    }

    @Test
    void fillsAnEmptyTopicFromTheRegistry() {
        int older = registry.registry
                .register("runledger.log-value", older().toString())
                .id();
        int event = registry.registry
                .register(EVENT.getFullName(), EVENT.toString())
                .id();

        started();

        assertThat(topic.entries)
                .contains(new CatalogEntry.OfId(older, older().toString()))
                .contains(new CatalogEntry.OfId(event, EVENT.toString()));
    }

    private static Schema older() {
        Schema schema = new Schema.Parser().parse(EVENT.toString());
        schema.addProp("from", "another producer");
        return schema;
    }

    @Test
    void letsTheFirstSchemaOfAnIdStayAndWritesItAgain() {
        int event = id(EVENT);
        topic.append(List.of(new CatalogEntry.OfId(event, OTHER.toString())));

        assertThat(new SchemaCatalog(registry.client(), topic.again(), "t").schema(event))
                .contains(EVENT);

        assertThat(topic.entries.get(topic.entries.size() - 1))
                .isEqualTo(new CatalogEntry.OfId(event, EVENT.toString()));
    }
}
