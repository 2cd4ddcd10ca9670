/** Reads a response of the daemon that is one JSON document per line, for as long as it lasts. */
export async function* jsonLines(stream: AsyncIterable<unknown>): AsyncGenerator<Record<string, unknown>> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest += decoder.decode(chunk as Buffer, { stream: true }); // responses are read as bytes
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as Record<string, unknown>; // Docker sends objects
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as Record<string, unknown>;
}
