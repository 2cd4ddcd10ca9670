import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { mongo } from 'mongoose';
import { logChunkId, type RunId } from '../../domain/ids.js';
import type { LogChunk } from '../../domain/log-chunk.js';
import type { LogLine } from '../../domain/log-line.js';
import { decodeLines, encodeLines } from './encode-lines.js';
import type { LogChunkDocument } from './log-chunk.schema.js';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** A chunk in the words of the store. Packed only when it is sealed: until then it is written again and again. */
export async function chunkToDocument(runId: RunId, attempt: number, chunk: LogChunk): Promise<LogChunkDocument> {
  const { seq, lines, bytes, position, sealed } = chunk;
  const encoded = encodeLines(lines);
  return {
    _id: logChunkId(runId, attempt, seq),
    runId,
    attempt,
    seq,
    firstLine: lines[0]?.number ?? 0,
    count: lines.length,
    bytes,
    firstAt: new Date(lines[0]?.at ?? 0),
    lastAt: new Date(lines.at(-1)?.at ?? 0),
    position,
    sealed,
    body: sealed ? await pack(encoded) : encoded,
  };
}

export type FoundBody = Pick<LogChunkDocument, 'firstLine' | 'sealed'> & { body: Buffer | mongo.Binary };

export async function chunkFromDocument(document: LogChunkDocument): Promise<LogChunk> {
  const { seq, bytes, position, sealed } = document;
  return { seq, lines: await linesOf(document), bytes, position, sealed };
}

/** Unpacks the lines of a chunk. */
export async function linesOf({ body, sealed, firstLine }: FoundBody): Promise<LogLine[]> {
  // Read without mongoose's documents, bytes come as the driver's own Binary.
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.value());
  return decodeLines(sealed ? await unpack(bytes) : bytes, firstLine);
}
