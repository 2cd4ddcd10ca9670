/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  /** The last id seen so far, this event's own included. */
  readonly id?: string;
}

/**
 * Reads server-sent events; answers `undefined` for a piece that completed none (a heartbeat), so that the caller knows
 * that the line is alive. An event that was cut off in the middle is left out: the server sends it again after a reconnect.
 */
export async function* parseEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent | undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  let id: string | undefined;
  for await (const piece of body) {
    const lines = `${rest}${decoder.decode(piece, { stream: true })}`.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    let heard = false;
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) {
          heard = true;
          yield { event, data: data.join('\n'), ...(id === undefined ? {} : { id }) };
        }
        event = 'message';
        data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') data.push(value);
      else if (field === 'event') event = value;
      else if (field === 'id') id = value;
    }
    if (!heard) yield undefined;
  }
}
