import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ConnectionView, DiscoveryQuery, DiscoveryView, MachinesView } from '../../domain/contract/connections.js';
import { Answers, Does } from '../http/documented.js';
import { ConnectionsService } from './connections.service.js';

@ApiTags('clusters')
@Controller('api')
export class ConnectionsController {
  constructor(@Inject(ConnectionsService) private readonly connections: ConnectionsService) {}

  @Get('discovered-clusters')
  @Does('Find clusters to connect', 'ECS clusters of the account that are not connected yet, ready for a PUT.')
  @Answers(200, 'What was found', DiscoveryView)
  discover(@Query({ schema: DiscoveryQuery }) query: { region?: string }): Promise<DiscoveryView> {
    return this.connections.discover(query.region);
  }

  @Get('clusters/:name/connection')
  @Does('Check the connection', 'Credentials, permissions, network and log, point by point. Starts nothing.')
  @Answers(200, 'What was looked at', ConnectionView)
  examine(@Param('name') name: string): Promise<ConnectionView> {
    return this.connections.examine(name);
  }

  @Get('clusters/:name/machines')
  @Does('Count its machines', 'What they have and what is free of it: what the limits could be, as things are now.')
  @Answers(200, 'Its machines', MachinesView)
  machines(@Param('name') name: string): Promise<MachinesView> {
    return this.connections.machines(name);
  }
}
