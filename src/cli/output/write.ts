import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes, and answers when the reader is ready for more: a slow reader slows us down instead of filling our memory. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (text === '' || stream.write(text)) return;
  await once(stream, 'drain');
}
