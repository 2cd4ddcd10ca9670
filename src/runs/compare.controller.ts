import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CompareQuery, ComparisonView } from '../../domain/contract/comparison.js';
import { Answers, Does } from '../http/documented.js';
import { CompareRuns } from './compare-runs.js';

@ApiTags('runs')
@Controller('api/runs/compare')
export class CompareController {
  constructor(@Inject(CompareRuns) private readonly comparing: CompareRuns) {}

  @Get()
  @Does(
    'Compare two runs',
    'What they were told to do, how it went, and the first lines in which their logs differ (times of day and run ids aside).',
  )
  @Answers(200, 'The comparison', ComparisonView)
  compare(@Query({ schema: CompareQuery }) query: CompareQuery): Promise<ComparisonView> {
    return this.comparing.compare(query);
  }
}
