# One image for both processes: the API (default) and, with `node dist/src/worker.main.js`, a worker.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Nothing we use needs an install script.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:22-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22-bookworm-slim
# For TLS to a Temporal or MongoDB that lives elsewhere, and to AWS.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps FLOTILLA_HOST=0.0.0.0 FLOTILLA_ACCESS=tokens FLOTILLA_DATA_DIR=/var/lib/flotilla
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY bin bin
RUN ln -s /app/bin/flotilla.js /usr/local/bin/flotilla \
  && install -d -o node -g node /var/lib/flotilla
USER node
EXPOSE 7070
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD \
  ["node", "-e", "fetch(`http://127.0.0.1:${process.env.FLOTILLA_PORT || 7070}/api/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/api.main.js"]
