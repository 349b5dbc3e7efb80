// Reads the ledger's log itself with kafkajs, and passes over what is not a record of the ledger.
//
//   npm ci
//   node consume.js            every event and artifact that is on the log now, a line of JSON each, then the counts
//   RUN=node-0 node consume.js of one run
//
// Set by the environment: RUNLEDGER_KAFKA_BOOTSTRAP (127.0.0.1:9092), RUNLEDGER_REGISTRY_URL
// (http://127.0.0.1:8081/apis/ccompat/v7). What is on the log besides records, and why, is in ../../docs/producing.md.
'use strict';

const { Kafka, CompressionTypes, CompressionCodecs, Partitioners, logLevel } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');
const lz4 = require('lz4js');

const TOPIC = process.env.RUNLEDGER_LOG_TOPIC ?? 'runledger.log';
const BOOTSTRAP = process.env.RUNLEDGER_KAFKA_BOOTSTRAP ?? '127.0.0.1:9092';
const REGISTRY = process.env.RUNLEDGER_REGISTRY_URL ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const RUN = process.env.RUN;
const HEADER_BYTES = 5; // byte 0 and the schema's id

// kafkajs brings gzip only; the ledger's processes write lz4. Without a codec a consumer stops at their first batch.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async (encoder) => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async (buffer) => Buffer.from(lz4.decompress(buffer)),
});

// The partition that a run lives in: what is in another one is on its way home.
const byKey = Partitioners.DefaultPartitioner();
const partitionOf = (run, partitionMetadata) =>
  byKey({ topic: TOPIC, partitionMetadata, message: { key: Buffer.from(run, 'utf8') } });

/** What a message is: {record}, or {skipped: why}. It never throws for what somebody has put on the log. */
async function read(message, partition, metadata, registry) {
  const { key, value } = message;
  if (value === null) return { skipped: 'null' }; // erased, or moved home from here
  if (key === null || value.length < HEADER_BYTES || value[0] !== 0) return { skipped: 'no wire format' };
  let record;
  try {
    record = await registry.decode(value);
  } catch {
    return { skipped: 'undecodable' }; // an unknown schema, or bytes that do not follow it
  }
  const kind = record.event_id !== undefined ? 'event' : 'artifact';
  const id = kind === 'event' ? record.event_id : record.artifact_id;
  if (key.toString('utf8') !== `${kind}/${record.run_id}/${id}`) return { skipped: 'another key' };
  if (partitionOf(record.run_id, metadata) !== partition) return { skipped: 'another partition' };
  // A copy that the ledger appended again, lest compaction drop the record: it has the place that the record had.
  const place = message.headers?.['runledger-place'];
  const sequence = place ? place.readBigInt64BE(0).toString() : message.offset;
  return { record: { kind, id, run_id: record.run_id, partition, sequence, record } };
}

async function main() {
  const kafka = new Kafka({ clientId: 'runledger-example', brokers: BOOTSTRAP.split(','), logLevel: logLevel.ERROR });
  const registry = new SchemaRegistry({ host: REGISTRY });
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(TOPIC);
  const metadata = (await admin.fetchTopicMetadata({ topics: [TOPIC] })).topics[0].partitions;
  const open = new Map(offsets.filter((each) => BigInt(each.high) > BigInt(each.low)).map((each) => [each.partition, BigInt(each.high)]));

  const first = new Map(); // the first content under an id stays; what comes later is a retry, a copy or a conflict
  const erased = new Set(); // for good, whatever the order; their bytes go when the log is compacted
  const skipped = {};
  const groupId = `runledger-example-${process.pid}-${Date.now()}`;
  const consumer = kafka.consumer({ groupId });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await new Promise((resolve, reject) => {
    if (open.size === 0) resolve();
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer
      .run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          for (const message of batch.messages) {
            const found = await read(message, batch.partition, metadata, registry);
            if (found.skipped) skipped[found.skipped] = (skipped[found.skipped] ?? 0) + 1;
            else {
              const name = `${found.record.kind}/${found.record.run_id}/${found.record.id}`;
              const { event_type, run_id, subject_kind, subject_id } = found.record.record;
              if (event_type === 'record.erased') erased.add(`${subject_kind}/${run_id}/${subject_id}`);
              if (first.has(name)) first.get(name).sequence = found.record.sequence; // it moved to its newest place
              else first.set(name, found.record);
            }
          }
          // Offsets have gaps where compaction took records, so the end is a place to reach, not a count.
          if (BigInt(batch.lastOffset()) + 1n >= (open.get(batch.partition) ?? 0n)) open.delete(batch.partition);
          if (open.size === 0) resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  await admin.deleteGroups([groupId]).catch(() => {});
  await admin.disconnect();

  erased.forEach((name) => first.delete(name));
  const records = [...first.values()].filter((each) => RUN === undefined || each.run_id === RUN);
  records.sort((one, other) => one.partition - other.partition || Number(BigInt(one.sequence) - BigInt(other.sequence)));
  for (const { kind, id, run_id, partition, sequence } of records) console.log(JSON.stringify({ kind, run_id, id, position: `${partition}:${sequence}` }));
  console.log(`read ${records.length} records, passed over ${JSON.stringify(skipped)}`);
}

main().catch((error) => {
  console.error(`cannot read ${TOPIC}: ${error.message}`);
  process.exit(1);
});
