import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refuse, ToyApi } from '../../../test/fakes/toy-api.js';
import { aRunView } from '../../../test/fakes/views.js';
import { Api } from '../server/api.js';
import { findRun } from './find-run.js';
import { Http } from '../server/http.js';

const first = '01KB2ZJ3V7Q4T8RWX2M5N6P0AB';
const second = '01KB2ZJ3V7AAAAAAAAAAAAAABB';

describe('the run that somebody means', () => {
  let toy: ToyApi;
  let api: Api;
  beforeEach(async () => {
    toy = await ToyApi.start();
    api = new Api(new Http({ url: toy.url, source: 'the test' }, { user: 'ada' }));
    toy.on('GET /runs', ({ query }) => {
      const runs = [aRunView({ id: second, name: 'other' }), aRunView({ id: first })];
      return { items: query['job'] === undefined ? runs : runs.filter(({ name }) => name === query['job']) };
    });
  });
  afterEach(() => toy.stop());

  test('a whole id is taken as it is, without asking', async () => {
    expect(await findRun(api, first.toLowerCase(), 'exactly')).toBe(first);
    expect(toy.requests).toHaveLength(0);
  });

  test('the end of an id is enough where it means one run', async () => {
    expect(await findRun(api, '5n6p0ab', 'exactly')).toBe(first);
  });

  test('what can mean two runs is refused, and both are named', async () => {
    const refused = findRun(api, '01KB2ZJ3V7', 'exactly');
    await expect(refused).rejects.toThrow('"01KB2ZJ3V7" can mean 2 runs');
    await expect(refused).rejects.toThrow(first);
  });

  test('a job stands for its newest run, and `latest` for the newest of all', async () => {
    expect(await findRun(api, 'hello', 'by-name')).toBe(first);
    expect(await findRun(api, 'latest', 'by-name')).toBe(second);
  });

  test('what cannot be undone wants an id', async () => {
    await expect(findRun(api, 'hello', 'exactly')).rejects.toThrow('"hello" is no run id');
    await expect(findRun(api, 'latest', 'exactly')).rejects.toThrow('"latest" is no run id');
  });

  test('what means nothing is said to', async () => {
    await expect(findRun(api, 'ZZZZZZZZ', 'exactly')).rejects.toThrow('None of the newest 500 runs');
    toy.on('GET /jobs/helo', (_, response) => {
      refuse(response, { status: 404, code: 'not-found', detail: 'There is no job called helo. Did you mean hello?' });
    });
    await expect(findRun(api, 'helo', 'by-name')).rejects.toThrow(
      'No run is called "helo". There is no job called helo. Did you mean hello?',
    );
  });

  test('a job that was never launched is not said to be missing', async () => {
    toy.on('GET /jobs/new', () => ({ name: 'new' }));
    await expect(findRun(api, 'new', 'by-name')).rejects.toThrow('The job new has no runs.');
  });
});
