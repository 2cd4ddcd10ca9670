import { LogBatch } from '../../domain/contract/logs.js';

/** Follows a live log until the server says that it is over; each line's text is handed over as it arrives. */
export async function followLog(url: string, onLine: (text: string) => void): Promise<void> {
  const answer = await fetch(url, { headers: { accept: 'text/event-stream' } });
  if (!answer.ok || answer.body === null) throw new Error(`the live log answered ${answer.status}`);
  let rest = '';
  for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + piece).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const name = /^event: (.*)$/m.exec(event)?.[1];
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (name === 'end') return;
      if (name === 'lines' && data !== undefined)
        for (const line of LogBatch.parse(JSON.parse(data)).lines) onLine(line.text);
    }
  }
  throw new Error('the live log broke off');
}
