// Writes one event to a Runledger byte by byte: what a client in any language has to do. kafkajs only carries the bytes,
// and @noble/hashes has BLAKE3.
//
//   npm ci
//   node plain-bytes.js
//
// Set by the environment: RUNLEDGER_KAFKA_BOOTSTRAP (127.0.0.1:9092), RUNLEDGER_REGISTRY_URL
// (http://127.0.0.1:8081/apis/ccompat/v7), RUN (bytes-1) and EVENT (first). See ../../docs/producing.md.
'use strict';

const { Kafka, logLevel } = require('kafkajs');
const { blake3 } = require('@noble/hashes/blake3.js');

const SUBJECT = 'io.runledger.v1.Event';
const TOPIC = process.env.RUNLEDGER_LOG_TOPIC ?? 'runledger.log';
const BOOTSTRAP = process.env.RUNLEDGER_KAFKA_BOOTSTRAP ?? '127.0.0.1:9092';
const REGISTRY = process.env.RUNLEDGER_REGISTRY_URL ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const RUN = process.env.RUN ?? 'bytes-1';
const EVENT = process.env.EVENT ?? 'first';

// Avro's long: zigzag, then seven bits a byte, the lowest first, the top bit set on all but the last.
function long(value) {
  let rest = (BigInt(value) << 1n) ^ (BigInt(value) >> 63n);
  const bytes = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

// Avro's string: its length in bytes, then UTF-8.
function string(text) {
  const utf8 = Buffer.from(text, 'utf8');
  return Buffer.concat([long(utf8.length), utf8]);
}

// A union ["null", "string"]: the branch's number, then the value.
function optional(text) {
  return text === null ? long(0) : Buffer.concat([long(1), string(text)]);
}

// The fields in the order of the schema, with nothing between them.
function event(payload) {
  return Buffer.concat([
    string('v1'), // contract_version
    string(EVENT), // event_id
    string('bytes.written'), // event_type
    string(RUN), // run_id
    optional('by-hand'), // task_id
    string('plain-bytes'), // producer
    optional(null), // actor
    optional(null), // subject_kind
    optional(null), // subject_id
    long(BigInt(Date.now()) * 1000n), // occurred_at, in microseconds
    string(payload), // payload
    Buffer.from(blake3(Buffer.from(payload, 'utf8'))), // payload_digest: 32 bytes, no length
    optional(null), // correlation_id
    optional(null), // causation_id
    long(0), // redactions: an array without items
    optional(null), // content_kept
    optional(null), // filled_in
    optional(null), // recorded_by: only a gateway says who recorded a record
  ]);
}

// Confluent's wire format: byte 0, the schema's id in four bytes, the record.
function wireFormat(schemaId, record) {
  const header = Buffer.alloc(5);
  header.writeInt32BE(schemaId, 1);
  return Buffer.concat([header, record]);
}

// Kafka's murmur2 of the run's UTF-8 bytes; Math.imul keeps 32 bits.
function murmur2(bytes) {
  const m = 0x5bd1e995;
  let h = 0x9747b28c ^ bytes.length;
  const whole = bytes.length - (bytes.length % 4);
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(bytes.readInt32LE(i), m);
    k = Math.imul(k ^ (k >>> 24), m);
    h = Math.imul(h, m) ^ k;
  }
  for (let i = bytes.length - 1; i >= whole; i--) {
    h ^= bytes[i] << (8 * (i - whole));
  }
  if (whole < bytes.length) {
    h = Math.imul(h, m);
  }
  h = Math.imul(h ^ (h >>> 13), m);
  return h ^ (h >>> 15);
}

async function schema() {
  const answer = await fetch(`${REGISTRY}/subjects/${SUBJECT}/versions/latest`);
  if (!answer.ok) {
    throw new Error(`the registry answers ${answer.status} for ${SUBJECT}`);
  }
  return answer.json();
}

async function main() {
  const { id, schema: text } = await schema();
  const fields = JSON.parse(text).fields.map((field) => field.name);
  if (fields.length !== 18) {
    throw new Error(`the schema has other fields than are written here: ${fields.join(', ')}`);
  }
  const kafka = new Kafka({ clientId: 'runledger-bytes', brokers: BOOTSTRAP.split(','), logLevel: logLevel.ERROR });
  const admin = kafka.admin();
  await admin.connect();
  const partitions = (await admin.fetchTopicMetadata({ topics: [TOPIC] })).topics[0].partitions.length;
  await admin.disconnect();

  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const [standing] = await producer.send({
    topic: TOPIC,
    acks: -1,
    messages: [
      {
        key: Buffer.from(`event/${RUN}/${EVENT}`, 'utf8'),
        partition: (murmur2(Buffer.from(RUN, 'utf8')) & 0x7fffffff) % partitions,
        value: wireFormat(id, event('{"by":"hand","grüße":[1,2,3]}')),
      },
    ],
  });
  await producer.disconnect();
  console.log(`sent event/${RUN}/${EVENT}: position ${standing.partition}:${standing.baseOffset}`);
}

main().catch((failure) => {
  console.error(`failed: ${failure.message}`);
  process.exit(1);
});
