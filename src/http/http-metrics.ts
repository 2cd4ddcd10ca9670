import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The figures of this process, in Prometheus's words. */
export class HttpMetrics {
  readonly registry = new Registry();
  readonly streams = new Gauge({
    name: 'flotilla_streams_open',
    help: 'Viewers of live logs and events',
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: 'flotilla_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'flotilla_' });
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    this.seconds.observe({ method, route, status }, seconds);
  }
}
