// Writes events to a Runledger with kafkajs and @kafkajs/confluent-schema-registry, both as npm has them.
//
//   npm ci
//   node events.js                     1,000 events, 4 runs, 2 producers, by kafkajs' own partitioner
//   PARTITION_BY_RUN=1 node events.js  the same, each record in its run's partition
//
// Set by the environment: RUNLEDGER_KAFKA_BOOTSTRAP (127.0.0.1:9092), RUNLEDGER_REGISTRY_URL
// (http://127.0.0.1:8081/apis/ccompat/v7), EVENTS, RUNS and PREFIX (of the runs' names). See ../../docs/producing.md.
'use strict';

const { Kafka, CompressionTypes, Partitioners, logLevel } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');
const { blake3 } = require('@noble/hashes/blake3.js');

const SUBJECT = 'io.runledger.v1.Event';
const TOPIC = process.env.RUNLEDGER_LOG_TOPIC ?? 'runledger.log';
const BOOTSTRAP = process.env.RUNLEDGER_KAFKA_BOOTSTRAP ?? '127.0.0.1:9092';
const REGISTRY = process.env.RUNLEDGER_REGISTRY_URL ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const EVENTS = Number(process.env.EVENTS ?? 1000);
const RUNS = Number(process.env.RUNS ?? 4);
const PREFIX = process.env.PREFIX ?? 'node';
const PRODUCERS = ['planner', 'worker'];
const BATCH = 100;

// Microseconds that never stand still: the times of a producer's events tell their order.
let last = 0;
function now() {
  last = Math.max(last + 1, Date.now() * 1000);
  return last;
}

function event(number) {
  const payload = JSON.stringify({ number });
  return {
    contract_version: 'v1',
    event_id: `event-${number}`,
    event_type: 'step.finished',
    run_id: `${PREFIX}-${number % RUNS}`,
    task_id: null,
    producer: PRODUCERS[Math.floor(number / RUNS) % PRODUCERS.length],
    actor: null,
    subject_kind: null,
    subject_id: null,
    occurred_at: now(),
    payload,
    payload_digest: Buffer.from(blake3(Buffer.from(payload, 'utf8'))),
    correlation_id: null,
    causation_id: null,
    redactions: [],
  };
}

// The partition that a run lives in is what the default partitioner picks for a record keyed by the run alone.
const byKey = Partitioners.DefaultPartitioner();
function partitionOf(run, partitionMetadata) {
  return byKey({ topic: TOPIC, partitionMetadata, message: { key: Buffer.from(run, 'utf8') } });
}

async function partitionMetadata(kafka) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return (await admin.fetchTopicMetadata({ topics: [TOPIC] })).topics[0].partitions;
  } finally {
    await admin.disconnect();
  }
}

async function main() {
  const kafka = new Kafka({ clientId: 'runledger-example', brokers: BOOTSTRAP.split(','), logLevel: logLevel.ERROR });
  const registry = new SchemaRegistry({ host: REGISTRY });
  const schemaId = await registry.getLatestSchemaId(SUBJECT); // the ledger's own: nothing is registered
  const partitions = process.env.PARTITION_BY_RUN ? await partitionMetadata(kafka) : undefined;
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  try {
    for (let begin = 0; begin < EVENTS; begin += BATCH) {
      const messages = [];
      for (let number = begin; number < Math.min(EVENTS, begin + BATCH); number++) {
        const record = event(number);
        messages.push({
          key: `event/${record.run_id}/${record.event_id}`,
          value: await registry.encode(schemaId, record),
          // Without it the key is hashed: the record lands anywhere, is brought home, and is listed a moment later.
          partition: partitions && partitionOf(record.run_id, partitions),
        });
      }
      await producer.send({ topic: TOPIC, messages, acks: -1, compression: CompressionTypes.GZIP });
    }
  } finally {
    await producer.disconnect();
  }
  console.log(`sent ${EVENTS} events of ${RUNS} runs, ${PREFIX}-0 to ${PREFIX}-${RUNS - 1}, by schema ${schemaId}`);
}

main().catch((failure) => {
  console.error(`failed: ${failure.message}`);
  process.exit(1);
});
