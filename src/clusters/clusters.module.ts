import { Module } from '@nestjs/common';
import { ClusterQueue } from './cluster-queue.js';
import { ClustersController } from './clusters.controller.js';
import { ClustersService } from './clusters.service.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsService } from './connections.service.js';

@Module({
  controllers: [ClustersController, ConnectionsController],
  providers: [ClustersService, ClusterQueue, ConnectionsService],
})
export class ClustersModule {}
