import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Identity } from '../../domain/access.js';
import { ReadyView, VersionView } from '../../domain/contract/system.js';
import { Engines } from '../../domain/ports.js';
import { Caller, Who } from '../access/caller.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { Answers, Does } from '../http/documented.js';
import { Metrics } from './metrics.js';
import { packageVersion } from '../config/package-version.js';
import { Readiness } from './readiness.js';

@ApiTags('system')
@Controller()
export class HealthController {
  private readonly version = packageVersion();

  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(Engines) private readonly engines: Engines,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('api/health/live')
  @Does('Alive?', 'Answers as long as the process does.')
  @Answers(200, 'Alive')
  live(): { ok: true } {
    return { ok: true };
  }

  @Get('api/health/ready')
  @Does('Ready?', '200 while runs can be accepted; `temporal` tells whether they start as well.')
  @Answers(200, 'Ready', ReadyView)
  @Answers(503, 'Not ready', ReadyView)
  async ready(@Who() who: Identity | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyView> {
    const view = await this.readiness.look();
    void reply.status(view.ok ? 200 : 503);
    // Probes have no token; names and addresses of clusters are for those who have.
    return who === undefined ? { ...view, clusters: [] } : view;
  }

  @Get('api/version')
  @Does('Version', 'What runs here, and who you are to it.')
  @Answers(200, 'The version', VersionView)
  about(@Caller() user: string): VersionView {
    const { installation, temporalUiUrl: temporalUi, temporalNamespace, keepRunsDays } = this.config;
    const { node } = process.versions;
    return {
      name: 'flotilla',
      version: this.version,
      installation,
      user,
      temporalUi,
      temporalNamespace,
      engines: this.engines.kinds(),
      node,
      keepRunsDays,
    };
  }

  @Get('metrics')
  @ApiExcludeEndpoint()
  async figures(@Res() reply: FastifyReply): Promise<void> {
    void reply.type(this.metrics.contentType).send(await this.metrics.text());
  }
}
