# Digests: see docs/deployment.md.
FROM python:3.11.14-slim-bookworm AS base
ENV PIP_DISABLE_PIP_VERSION_CHECK=1

FROM base AS pages
WORKDIR /src/frontend
COPY requirements/node.txt /tmp/
RUN pip install --no-cache-dir --root-user-action ignore --require-hashes -r /tmp/node.txt
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-progress --no-update-notifier
COPY frontend ./
RUN npm run build

FROM base AS build
WORKDIR /src
COPY requirements/uv.txt requirements/runtime.txt requirements/
RUN pip install --no-cache-dir --root-user-action ignore --require-hashes -r requirements/uv.txt \
 && python -m venv --without-pip /venv \
 && uv pip install --no-cache --compile-bytecode --python /venv/bin/python --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY alembic alembic
COPY app app
COPY --from=pages /src/static static
RUN uv pip install --no-cache --compile-bytecode --python /venv/bin/python --no-deps .

FROM base
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Forex Signals" \
      org.opencontainers.image.description="A Telegram Mini App that sells access to trading-signal models" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ENVIRONMENT=production HOST=0.0.0.0 DATA_DIR=/data
RUN groupadd --system --gid 10001 app \
 && useradd --system --uid 10001 --gid 10001 --home-dir /data --create-home app
COPY --from=build /venv /venv
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '8000') + '/healthz', timeout=2)"]
CMD ["forexsignals", "serve"]
