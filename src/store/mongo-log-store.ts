import type { Model } from 'mongoose';
import { logChunkId, type RunId } from '../../domain/ids.js';
import { emptyTail, type LogChunk, type LogTail } from '../../domain/log-chunk.js';
import type { LogLine } from '../../domain/log-line.js';
import { LogStore } from '../../domain/ports.js';
import { findChunk } from './find-chunk.js';
import { isDuplicateKey } from './is-duplicate-key.js';
import type { LogChunkDocument } from './log-chunk.schema.js';
import { chunkFromDocument, chunkToDocument, linesOf } from './log-chunk-document.js';

/** How much one search looks at before it answers what it has: about 16 MiB of text. */
const SEARCH_CHUNKS = 256;
/** How many chunks are written in one call. */
const WRITE_CHUNKS = 16;
/** How many chunks are fetched at once when many are read. */
const BATCH = 4;

interface LogKey {
  readonly runId: RunId;
  readonly attempt: number;
}
type ChunkBody = Pick<LogChunkDocument, 'seq' | 'firstLine' | 'sealed' | 'body' | 'count'>;

const upserting = { upsert: true, setDefaultsOnInsert: false } as const;

/** What a chunk may take the place of; a repeat, or a write that comes late, finds nothing. */
const shorterThan = ({ _id, count }: LogChunkDocument) => ({ _id, sealed: false, count: { $lt: count } });

/** Logs in MongoDB. Every question is asked by chunk id, so that no log makes another one slower. */
export class MongoLogStore extends LogStore {
  constructor(private readonly model: Model<LogChunkDocument>) {
    super();
  }

  override async tail(runId: RunId, attempt: number): Promise<LogTail> {
    let bytes = 0;
    let last: string | undefined;
    for (let from = 0, window = 8; ; from += window, window *= 4) {
      const seqs = Array.from({ length: window }, (_, index) => from + index);
      const found = await this.#pick({ runId, attempt }, seqs, 'seq bytes');
      for (const chunk of found) bytes += chunk.bytes;
      last = found.at(-1)?._id ?? last;
      if (found.length < window) break;
    }
    const chunk = last === undefined ? null : await this.model.findById(last).lean();
    if (chunk === null) return emptyTail;
    return { chunk: await chunkFromDocument(chunk), lines: chunk.firstLine + chunk.count - 1, bytes };
  }

  override async write(runId: RunId, attempt: number, chunk: LogChunk): Promise<void> {
    await this.#writeOne(await chunkToDocument(runId, attempt, chunk));
  }

  async #writeOne(document: LogChunkDocument): Promise<void> {
    const { _id, ...fields } = document;
    try {
      await this.model.updateOne(shorterThan(document), { $set: fields }, upserting);
    } catch (error) {
      // One that is as long is there already (or was written at the same moment): all that can be new is the seal.
      if (!isDuplicateKey(error)) throw error;
      const { position, body, count } = fields;
      await this.model.updateOne(shorterThan(document), { $set: fields });
      if (fields.sealed)
        await this.model.updateOne({ _id, sealed: false, count }, { $set: { sealed: true, position, body } });
    }
  }

  override async writeAll(runId: RunId, attempt: number, chunks: readonly LogChunk[]): Promise<void> {
    for (let from = 0; from < chunks.length; from += WRITE_CHUNKS) {
      const some = chunks.slice(from, from + WRITE_CHUNKS);
      await this.#writeTogether(await Promise.all(some.map((chunk) => chunkToDocument(runId, attempt, chunk))));
    }
  }

  /** In one call, which the server carries out in order and breaks off at the first failure: a log never has a hole. */
  async #writeTogether(documents: readonly LogChunkDocument[]): Promise<void> {
    const writes = documents.map((document) => {
      const { _id, ...fields } = document;
      return { updateOne: { filter: shorterThan(document), update: { $set: fields }, ...upserting } };
    });
    try {
      await this.model.bulkWrite(writes, { ordered: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Some are there already; which, and whether they want a seal, is found out one by one.
      for (const document of documents) await this.#writeOne(document);
    }
  }

  override async read(runId: RunId, attempt: number, from: number, limit: number): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    for await (const chunk of this.#chunksFrom({ runId, attempt }, from)) {
      for (const line of chunk) if (line.number >= from && lines.length < limit) lines.push(line);
      if (lines.length >= limit) break;
    }
    return lines;
  }

  override async search(
    runId: RunId,
    attempt: number,
    { text, matchCase, from, limit }: { text: string; matchCase: boolean; from: number; limit: number },
  ): Promise<{ lines: LogLine[]; next?: number }> {
    const fold = (words: string) => (matchCase ? words : words.toLowerCase());
    const wanted = fold(text);
    const lines: LogLine[] = [];
    let next = from;
    let looked = 0;
    for await (const chunk of this.#chunksFrom({ runId, attempt }, from)) {
      if (looked === SEARCH_CHUNKS) return { lines, next };
      looked += 1;
      for (const line of chunk) {
        if (line.number < from) continue;
        if (lines.length === limit) return { lines, next };
        next = line.number + 1;
        if (fold(line.text).includes(wanted)) lines.push(line);
      }
    }
    return { lines };
  }

  override async remove(runId: RunId): Promise<void> {
    await this.model.deleteMany({ runId });
  }

  /** The lines of each chunk from the one that has line `from` on. */
  async *#chunksFrom(log: LogKey, from: number): AsyncGenerator<LogLine[]> {
    let seq = await findChunk(from, async (seqs) => {
      const found = await this.#pick(log, seqs, 'seq firstLine');
      return new Map(found.map((chunk) => [chunk.seq, chunk.firstLine]));
    });
    if (seq === undefined) return;
    // Most readers want no more than one; only those who go on are given several at once.
    for (let size = 1; ; size = BATCH) {
      const seqs = Array.from({ length: size }, (_, index) => (seq ?? 0) + index);
      const found: ChunkBody[] = await this.#pick(log, seqs, 'seq firstLine sealed count body');
      for (const chunk of found) yield await linesOf(chunk);
      if (found.length < size) return;
      seq += size;
    }
  }

  async #pick(log: LogKey, seqs: readonly number[], fields: string): Promise<LogChunkDocument[]> {
    const ids = seqs.map((seq) => logChunkId(log.runId, log.attempt, seq));
    const found = await this.model.find({ _id: { $in: ids } }, fields).lean();
    return found.sort((a, b) => a.seq - b.seq);
  }
}
