import { Module } from '@nestjs/common';
import { ClusterQueue } from './cluster-queue.js';
import { ClustersController } from './clusters.controller.js';
import { ClustersService } from './clusters.service.js';

@Module({ controllers: [ClustersController], providers: [ClustersService, ClusterQueue] })
export class ClustersModule {}
