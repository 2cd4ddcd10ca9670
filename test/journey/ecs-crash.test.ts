import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ClusterView } from '../../domain/contract/clusters.js';
import { describeWith } from '../needs.js';
import { ecsJourney, type EcsJourney } from './ecs-world.js';
import { until } from './until.js';

const RUNS = 6;

describeWith(['temporal', 'mongodb'], 'runs on ECS whose worker is killed', (at) => {
  let ecs: EcsJourney;
  beforeAll(async () => {
    // Each step takes long enough to be killed in it.
    const delays = { provisioning: 400, pending: 400, pull: 400, deprovisioning: 1500 };
    const calls = [{ operation: 'RunTask', times: Infinity, then: { kind: 'delay', ms: 300 } }] as const;
    ecs = await ecsJourney(at, { delays, chaos: { calls } });
    await ecs.connect('ecs');
  }, 120_000);
  afterAll(() => ecs.end(), 60_000);

  test('at launch, at work and at the end: nothing is started twice, no line is lost or double', async () => {
    const go = ecs.world.file('go');
    const command = `echo begun; while [ ! -e ${go} ]; do sleep 0.1; done; for i in 1 2 3; do echo line $i; sleep 0.3; done`;
    const ids: string[] = [];
    for (let n = 0; n < RUNS; n += 1) ids.push(await ecs.launch('steps', command));
    const killedWhen = async (step: string, isReached: (statuses: string[]) => boolean) => {
      const statuses = () => Promise.resolve(ecs.aws.stats().tasks.map(({ lastStatus }) => lastStatus));
      await until(step, statuses, isReached);
      await ecs.world.kill('worker');
      await ecs.world.startPart('worker');
    };
    await killedWhen('the first is launched', (all) => all.length > 0);
    await killedWhen('some run', (all) => all.includes('RUNNING'));
    writeFileSync(go, '');
    await killedWhen('some have ended', (all) => all.some((status) => /DEPROVISIONING|STOPPED/.test(status)));
    for (const id of ids) {
      const { state, failure } = await ecs.world.api.ended(id, 120_000);
      expect({ id, state, failure }).toEqual({ id, state: 'succeeded', failure: undefined });
      expect((await ecs.world.api.log(id)).map(({ text }) => text)).toEqual(['begun', 'line 1', 'line 2', 'line 3']);
      expect(ecs.tasksOf(id)).toHaveLength(1);
    }
  }, 300_000);

  test('and whose workflow is terminated while it is being launched: what starts after all is stopped', async () => {
    const then = { kind: 'delay', ms: 6_000 } as const;
    ecs.aws.setChaos({ calls: [{ operation: 'RunTask', match: { image: 'slow-to-launch' }, then }] });
    const launches = () => Promise.resolve(ecs.aws.stats().calls['ecs:RunTask'] ?? 0);
    const before = await launches();
    const id = await ecs.launch('slow-to-launch', 'echo never heard; sleep 600');
    await until('its launch is on its way', launches, (now) => now > before);

    await ecs.world.temporal.workflow.getHandle(`run/${id}`).terminate('nobody wants it');
    await ecs.world.sweep();

    const { state, failure } = await ecs.world.api.ended(id, 120_000);
    expect([state, failure?.code]).toEqual(['failed', 'stopped-externally']);
    expect(failure?.evidence.join(' ')).toContain('nobody wants it');
    await until(
      'it has been started and stopped',
      async () => {
        await ecs.world.sweep();
        return ecs.tasksOf(id).map(({ lastStatus }) => lastStatus);
      },
      (statuses) => statuses.length > 0 && statuses.every((status) => status === 'STOPPED'),
    );
    expect(ecs.tasksOf(id)).toHaveLength(1);
    const { held, waiting } = ClusterView.parse(await ecs.world.api.json('GET', '/clusters/ecs'));
    expect([held, waiting]).toEqual([0, 0]);
  }, 240_000);
});
