import { expect, test } from '@jest/globals';
import { connectStore } from '../../src/store/connect-store.js';
import { describeWith } from '../needs.js';

describeWith(['mongodb'], 'a driver that has lost sight of its server', ({ mongodb }) => {
  test('is connected anew, and the stores go on with the new connection', async () => {
    const address = new URL(mongodb);
    address.pathname = '/lost-sight';
    let hear: (error: unknown) => void = () => undefined;
    const told = new Promise((resolve) => (hear = resolve));
    const store = connectStore(address.href, hear, undefined, 300);
    await store.ready;
    const first = store.connection.getClient();
    // What a look-out that hangs does: it begins, and nothing more is heard of it.
    first.emit('serverHeartbeatStarted', { connectionId: 'gone:27017' } as never); // the rest of the event does not matter
    expect(String(await told)).toContain('lost sight');
    const opened = new Promise((resolve) => store.connection.once('open', resolve));
    await opened;
    expect(store.connection.getClient()).not.toBe(first);
    expect(await store.models.clusters.findById('nobody').lean()).toBeNull();
    await store.check();
    await store.close();
  });
});
