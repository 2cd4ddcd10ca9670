import { expect, test } from '@jest/globals';
import { testImage } from '../../docker/test-image.js';
import { describeWith } from '../../needs.js';
import { aRig, onlyTask } from './fake-aws-rig.js';

describeWith(['docker'], 'a task of the fake ECS with a Docker Engine', ({ docker }) => {
  test('is a real container of its image: what it prints and how it ends, also when it is killed', async () => {
    const made = await testImage(docker);
    if (!('name' in made)) throw new Error(made.missing);
    const rig = await aRig({ tasks: 'container', dockerHost: docker, stopTimeoutMs: 300 });
    const job = await rig.register('echo "in $PLACE"; echo failing >&2; exit 5', {
      image: made.name,
      environment: [{ name: 'PLACE', value: 'a container' }],
    });
    const arn = onlyTask(await rig.run(job));
    const task = await rig.until(arn, 'STOPPED');
    expect(task).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 5 }] });
    expect([...(await rig.readLog(arn)).lines].sort()).toEqual(['failing', 'in a container']);

    const endless = onlyTask(await rig.run(await rig.register('sleep 600', { image: made.name })));
    await rig.until(endless, 'RUNNING');
    rig.aws.stopTask({ taskArn: endless });
    expect(await rig.until(endless, 'STOPPED')).toMatchObject({
      stopCode: 'UserInitiated',
      containers: [{ exitCode: 137 }],
    });
  });

  test('says what the Docker Engine says of a command or an image that is not there', async () => {
    const made = await testImage(docker);
    if (!('name' in made)) throw new Error(made.missing);
    const rig = await aRig({ tasks: 'container', dockerHost: docker });
    const end = async (job: string) => (await rig.until(onlyTask(await rig.run(job)), 'STOPPED')).stoppedReason;
    const noCommand = await rig.register('', { image: made.name, command: ['no-such-command'] });
    expect(await end(noCommand)).toMatch(/^CannotStartContainerError: .*no-such-command/);
    const noImage = await rig.register('', { image: 'nowhere.invalid/nothing:1' });
    expect(await end(noImage)).toMatch(/^CannotPullContainerError: /);
  });
});
